import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newId } from '@graphkeep/contract';
import { startProcess } from '@graphkeep/faults';
import { Conversation, Message, MessageArchive, type StoryGraph, storyGraph } from '@graphkeep/models/story';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j, testRedis } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendMessages } from '../../src/conversation/append-messages.ts';
import { archiveChunk, CHUNK } from '../../src/conversation/archive-conversation.ts';
import { type ArchiveReport, archiveJob } from '../../src/conversation/archive-job.ts';
import { conversationPage } from '../../src/conversation/conversation-page.ts';
import { forgetConversations } from '../../src/conversation/forget-conversations.ts';
import { stepwise } from './archiver.ts';
import { enginesOf } from './engines.ts';
import { allTexts, everyone, numbered, openStage, type Stage, say } from './stage.ts';

const DAY_MS = 24 * 3_600_000;

const fill = async (stage: Stage, count: number): Promise<Stage> => {
  const texts = numbered(count);
  for (let from = 0; from < count; from += 100) await say(stage, ...texts.slice(from, from + 100));
  return stage;
};
const textsOf = ({ own, playerId }: Stage): Promise<readonly string[]> => allTexts(own, playerId);

describe.each(enginesOf(await testNeo4j({ schema: 'story' }), await testRedis()))(
  'the archiver on $name',
  ({ environment }) => {
    let now = new Date();
    let platform: TestPlatform<StoryGraph>;
    beforeAll(async () => {
      platform = await openTestPlatform({
        graph: storyGraph,
        environment: {
          ...environment,
          GRAPHKEEP_STORY_ARCHIVE_AFTER: '24h',
          GRAPHKEEP_STORY_ARCHIVE_KEEP: '20',
        },
        now: () => now,
      });
    });
    afterAll(() => platform[Symbol.asyncDispose]());

    /** Of one player: others may use the same store. */
    const archive = ({ playerId }: Stage): Promise<ArchiveReport> =>
      archiveJob.run(everyone(platform), {
        input: { playerId },
        signal: new AbortController().signal,
        progress: () => {},
      });
    const counts = async ({ own, sessionId }: Stage) => {
      const { live, archived, archives } = await own.repo(Conversation).get({ conversationId: sessionId });
      return { live, archived, archives };
    };

    it('takes what is more than is kept, in whole archives, and all of a conversation that rests', async () => {
      const stage = await fill(await openStage(platform), CHUNK + 30);
      await archive(stage);
      expect(await counts(stage)).toEqual({ live: 30, archived: CHUNK, archives: 1 });
      expect(await archive(stage)).toEqual({ conversations: 0, messages: 0, archives: 0 });

      now = new Date(now.getTime() + 2 * DAY_MS);
      await say(stage, 'awake');
      await archive(stage);
      expect(await counts(stage)).toEqual({ live: 31, archived: CHUNK, archives: 1 });

      now = new Date(now.getTime() + 2 * DAY_MS);
      expect(await archive(stage)).toEqual({ conversations: 1, messages: 31, archives: 1 });
      expect(await counts(stage)).toEqual({ live: 0, archived: CHUNK + 31, archives: 2 });
      expect(await textsOf(stage)).toEqual([...numbered(CHUNK + 30), 'awake']);
      const [first] = (await stage.own.repo(MessageArchive).find({ where: { sessionId: stage.sessionId } }))
        .items;
      expect(first?.data.length).toBeLessThan(20_000);
    });

    it('knows a message that is sent again though it stands in an archive', async () => {
      const stage = await openStage(platform);
      const { own, sessionId } = stage;
      const messages = [{ messageId: newId('msg'), role: 'player' as const, text: 'Long ago' }];
      const first = await appendMessages(own, { sessionId, messages });
      const rule = { olderThan: new Date(now.getTime() + DAY_MS), keep: 0 };
      expect(await archiveChunk(everyone(platform), stage, rule)).toBe(1);
      expect(await appendMessages(own, { sessionId, messages })).toEqual(first);
      await expect(
        appendMessages(own, { sessionId, messages: messages.map((one) => ({ ...one, text: 'Else' })) }),
      ).rejects.toMatchObject({ code: 'already_exists' });
      expect(await textsOf(stage)).toEqual(['Long ago']);
    });

    it('has changed nothing when it dies, before whichever step, and is gone on with', async () => {
      const stage = await fill(await openStage(platform), CHUNK);
      const rule = { olderThan: new Date(0), keep: 0 };
      const steps: string[] = [];
      for (let fatal = 0; ; fatal += 1) {
        steps.length = 0;
        const dying = stepwise(everyone(platform), (step) => {
          if (steps.push(step) > fatal) throw new Error(`died before ${step}`);
        });
        const moved = await archiveChunk(dying, stage, rule).catch((error: Error) => error.message);
        if (moved === CHUNK) break;
        expect(moved).toBe(`died before ${steps.at(-1)}`);
        expect(await counts(stage)).toEqual({ live: CHUNK, archived: 0, archives: 0 });
        expect(await stage.own.repo(Message).count({ where: { sessionId: stage.sessionId } })).toBe(CHUNK);
      }
      expect(steps).toEqual([
        'Conversation.patchMany',
        'MessageArchive.create',
        'Message.removeMany',
        'Conversation.patch',
        'commit',
      ]);
      expect(await textsOf(stage)).toEqual(numbered(CHUNK));
    });

    it('leaves each message once where two archive the same and others speak', async () => {
      const stage = await fill(await openStage(platform), 2 * CHUNK);
      const rule = { olderThan: new Date(0), keep: 0 };
      const moved = await Promise.all([
        archiveChunk(everyone(platform), stage, rule),
        archiveChunk(everyone(platform), stage, rule),
        ...numbered(5, 'late').map((text) => say(stage, text)),
      ]);
      expect(moved.slice(0, 2)).toEqual([CHUNK, CHUNK]);
      expect((await textsOf(stage)).toSorted()).toEqual(
        [...numbered(2 * CHUNK), ...numbered(5, 'late')].toSorted(),
      );
    });

    it('leaves no trace of a player who is forgotten, and all of the others', async () => {
      const [stage, other] = [await fill(await openStage(platform), CHUNK + 5), await openStage(platform)];
      const second = await openStage(platform, stage.playerId);
      await say(second, 'more');
      await say(other, 'theirs');
      await archiveChunk(everyone(platform), stage, { olderThan: new Date(0), keep: 0 });
      const streams = [stage, second].map(({ own, sessionId }) =>
        own.helpers.stream(`conversation:1:${sessionId}`),
      );
      await eventually(async () => expect(await streams[1]?.size()).toBe(1));
      const all = everyone(platform);
      expect(await forgetConversations(all, stage.playerId)).toEqual({
        conversations: 2,
        messages: 6,
        archives: 1,
      });
      const where = { playerId: stage.playerId };
      for (const definition of [Message, MessageArchive, Conversation] as const)
        expect(await all.repo<typeof definition>(definition).count({ where })).toBe(0);
      for (const stream of streams) expect(await stream.size()).toBe(0);
      expect((await conversationPage(stage.own, { sessionId: stage.sessionId })).items).toEqual([]);
      expect(await textsOf(other)).toEqual(['theirs']);
      expect(await forgetConversations(all, stage.playerId)).toEqual({
        conversations: 0,
        messages: 0,
        archives: 0,
      });
    });
  },
);

it('has lost and doubled nothing after kill -9 in the middle', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'graphkeep-archiver-'));
  const environment = { NEO4J_URI: `file:${folder}` };
  const playerId = newId('ply');
  try {
    {
      await using platform = await openTestPlatform({ graph: storyGraph, environment });
      await fill(await openStage(platform, playerId), CHUNK);
    }
    await using child = await startProcess(process.execPath, [
      '--conditions=@graphkeep/source',
      fileURLToPath(new URL('archiver.ts', import.meta.url)),
      folder,
      'commit',
    ]);
    expect(await child.exited).toMatchObject({ signal: 'SIGKILL' });
    await using platform = await openTestPlatform({ graph: storyGraph, environment });
    const all = everyone(platform);
    const texts = () => allTexts(all, playerId);
    expect(await texts()).toEqual(numbered(CHUNK));
    expect(await all.repo(MessageArchive).count()).toBe(0);
    const [conversation] = (await all.repo(Conversation).find()).items;
    if (!conversation) throw new RangeError('one conversation');
    expect(
      await archiveChunk(
        all,
        { sessionId: conversation.conversationId, playerId },
        { olderThan: new Date(0), keep: 0 },
      ),
    ).toBe(CHUNK);
    expect(await texts()).toEqual(numbered(CHUNK));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
