import { newId } from '@graphkeep/contract';
import { type StoryGraph, storyGraph } from '@graphkeep/models/story';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j, testRedis } from '@graphkeep/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveChunk } from '../../src/conversation/archive-conversation.ts';
import { commitAdditions } from '../../src/conversation/commit-additions.ts';
import { conversationPage } from '../../src/conversation/conversation-page.ts';
import { type ConversationEvent, followConversation } from '../../src/conversation/follow-conversation.ts';
import { enginesOf } from './engines.ts';
import { everyone, numbered, openStage, type Stage, say } from './stage.ts';

type Followed = Extract<ConversationEvent, { readonly kind: 'message' }>;

describe.each(enginesOf(await testNeo4j({ schema: 'story' }), await testRedis()))(
  'follow on $name',
  ({ environment }) => {
    let platform: TestPlatform<StoryGraph>;
    /** Another process, where the stores are shared; else the same. */
    let other: TestPlatform<StoryGraph>;
    beforeAll(async () => {
      platform = await openTestPlatform({ graph: storyGraph, environment });
      other =
        'REDIS_URL' in environment ? await openTestPlatform({ graph: storyGraph, environment }) : platform;
    });
    afterAll(async () => {
      await platform[Symbol.asyncDispose]();
      if (other !== platform) await other[Symbol.asyncDispose]();
    });

    const elsewhere = (stage: Stage): Stage => ({ ...stage, own: other.as(stage.own.principal) });
    const follow = ({ own, sessionId }: Stage, after?: string, signal?: AbortSignal) =>
      followConversation(own, sessionId, after, signal);
    const take = async (followed: AsyncGenerator<ConversationEvent>, count: number) => {
      const taken: Followed[] = [];
      while (taken.length < count) {
        const { value, done } = await followed.next();
        if (done) throw new Error(`It ended after ${taken.length} messages.`);
        if (value.kind === 'message') taken.push(value);
      }
      return taken;
    };
    const textsOf = (taken: readonly Followed[]) => taken.map(({ message }) => message.text);
    const endOf = async (stage: Stage) =>
      (await conversationPage(stage.own, { sessionId: stage.sessionId })).end ?? undefined;

    it('gives what was missed, then what comes, of any process, and goes on exactly where it was left', async () => {
      const stage = await openStage(platform);
      await say(stage, ...numbered(3));
      const [first] = (await conversationPage(stage.own, { sessionId: stage.sessionId, limit: 3 })).items;
      const { end } = await conversationPage(stage.own, { sessionId: stage.sessionId, limit: 1 });
      expect(first?.text).toBe('m1');
      await say(elsewhere(stage), 'm4', 'm5');
      const ended = new AbortController();
      const followed = follow(stage, end ?? '', ended.signal);
      expect(textsOf(await take(followed, 2))).toEqual(['m4', 'm5']);

      const coming = take(followed, 3);
      await say(elsewhere(stage), 'm6', 'm7');
      await say(stage, 'm8');
      const came = await coming;
      expect(textsOf(came)).toEqual(['m6', 'm7', 'm8']);
      const waiting = followed.next();
      ended.abort();
      expect(await waiting).toMatchObject({ done: true });

      const again = follow(elsewhere(stage), came[0]?.cursor);
      expect(textsOf(await take(again, 2))).toEqual(['m7', 'm8']);
      await again.return();
    });

    it('begins with the next message where no cursor is given, also in a conversation of none', async () => {
      const stage = await openStage(platform);
      for (const text of numbered(2)) {
        const followed = follow(stage);
        const { value } = await followed.next();
        expect(value?.kind).toBe('ready');
        await say(stage, text);
        expect(textsOf(await take(followed, 1))).toEqual([text]);
        await followed.return();
        expect(textsOf(await take(follow(stage, value?.cursor), 1))).toEqual([text]);
      }
    });

    it('is told of a message whose sender died before it could tell', async () => {
      const stage = await openStage(platform);
      await say(stage, 'm1');
      const followed = follow(stage, await endOf(stage));
      const coming = take(followed, 2);
      const addition = {
        owner: undefined,
        sessionId: stage.sessionId,
        messages: [{ messageId: newId('msg'), role: 'player', text: 'm2', meta: {} }],
        repeatable: false,
        idsFrom: 'messageId',
      } as const;
      await commitAdditions(everyone(other), [addition], { again: false, timeoutMs: 5_000 });
      await say(elsewhere(stage), 'm3');
      expect(textsOf(await coming)).toEqual(['m2', 'm3']);
      await followed.return();
    });

    it('loses and doubles nothing for a slow reader who comes and goes while the archiver works', async () => {
      const stage = await openStage(platform);
      await say(stage, 'm0');
      const all = numbered(700);
      let cursor = await endOf(stage);
      const speaking = (async () => {
        for (let from = 0; from < all.length; from += 50) {
          await say(from % 100 === 0 ? stage : elsewhere(stage), ...all.slice(from, from + 50));
          await archiveChunk(everyone(platform), stage, { olderThan: new Date(0), keep: 10 });
        }
      })();
      const heard: string[] = [];
      for (const count of [1, 3, 120, 7, 300, 1, 200, 68]) {
        const followed = follow(heard.length % 2 === 0 ? stage : elsewhere(stage), cursor);
        const taken = await take(followed, count);
        await followed.return();
        heard.push(...textsOf(taken));
        cursor = taken.at(-1)?.cursor;
      }
      await speaking;
      expect(heard).toEqual(all);
    });

    it('refuses a stranger and a foreign cursor, and ends with the platform', async () => {
      const [stage, foreign] = [await openStage(platform), await openStage(platform)];
      await say(foreign, 'm1');
      await expect(follow({ ...stage, own: foreign.own }).next()).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(follow(stage, await endOf(foreign)).next()).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'after',
      });
      const closing = await openTestPlatform({ graph: storyGraph });
      const closed = await openStage(closing);
      const followed = follow(closed);
      expect(await followed.next()).toMatchObject({ value: { kind: 'ready' } });
      const waiting = followed.next();
      await closing[Symbol.asyncDispose]();
      expect(await waiting).toMatchObject({ done: true });
    });
  },
);
