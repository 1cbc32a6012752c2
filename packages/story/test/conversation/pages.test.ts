import { newId } from '@graphkeep/contract';
import { Message, MessageArchive, type StoryGraph, storyGraph } from '@graphkeep/models/story';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j, testRedis } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveChunk, CHUNK } from '../../src/conversation/archive-conversation.ts';
import { conversationPage } from '../../src/conversation/conversation-page.ts';
import { searchConversation } from '../../src/conversation/search-conversation.ts';
import { enginesOf } from './engines.ts';
import { allTexts, everyone, numbered, openStage, type Stage, say, textsOf } from './stage.ts';

describe.each(enginesOf(await testNeo4j({ schema: 'story' }), await testRedis()))(
  'pages on $name',
  ({ environment }) => {
    let platform: TestPlatform<StoryGraph>;
    beforeAll(async () => {
      platform = await openTestPlatform({ graph: storyGraph, environment });
    });
    afterAll(() => platform[Symbol.asyncDispose]());

    /** A conversation of so many messages, of which the oldest stand in archives. */
    const talk = async (count: number, keep: number): Promise<Stage> => {
      const stage = await openStage(platform);
      const texts = numbered(count);
      for (let from = 0; from < count; from += 100) await say(stage, ...texts.slice(from, from + 100));
      const all = everyone(platform);
      while ((await archiveChunk(all, stage, { olderThan: new Date(0), keep })) > 0);
      return stage;
    };
    const page = ({ own, sessionId }: Stage, options = {}) =>
      conversationPage(own, { sessionId, ...options });
    const streamOf = ({ own, sessionId }: Stage) =>
      own.helpers.stream<{ after: number | null }>(`conversation:1:${sessionId}`);
    const full = async (stage: Stage, length: number) =>
      eventually(async () => expect(await streamOf(stage).size()).toBe(length));

    it('walks back and forth over stream, graph and archives, with nothing lost or doubled', async () => {
      const stage = await talk(2 * CHUNK + 130, 100);
      expect(await stage.own.repo(MessageArchive).count({ where: { sessionId: stage.sessionId } })).toBe(2);
      const all = numbered(2 * CHUNK + 130);

      const back: string[] = [];
      let { items, previous, next, end } = await page(stage, { limit: 70 });
      expect(next).toBeNull();
      back.unshift(...textsOf({ items }));
      while (previous !== null) {
        ({ items, previous, next } = await page(stage, { before: previous, limit: 70 }));
        expect(next).not.toBeNull();
        back.unshift(...textsOf({ items }));
      }
      expect(back).toEqual(all);

      const forth = [...textsOf({ items })];
      while (next !== null) {
        const turned = await page(stage, { after: next, limit: 90 });
        expect(turned.previous).not.toBeNull();
        forth.push(...textsOf(turned));
        ({ next } = turned);
      }
      expect(forth).toEqual(all);
      expect(await page(stage, { after: end ?? '' })).toMatchObject({ items: [], next: null, end: null });
    });

    it('tells the very same of a message wherever it stands', async () => {
      const stage = await openStage(platform);
      const { messages } = await say(stage, ...numbered(3));
      await full(stage, 3);
      expect((await page(stage)).items).toEqual(messages);
      await streamOf(stage).clear();
      expect((await page(stage)).items).toEqual(messages);
      await archiveChunk(everyone(platform), stage, { olderThan: new Date(Date.now() + 60_000), keep: 0 });
      expect(await stage.own.repo(Message).count({ where: { sessionId: stage.sessionId } })).toBe(0);
      await streamOf(stage).clear();
      expect((await page(stage)).items).toEqual(messages);
      await say(stage, 'm4');
      expect(textsOf(await page(stage))).toEqual(numbered(4));
    });

    it('believes no stream that lacks a message, and mends it', async () => {
      const stage = await openStage(platform);
      await say(stage, ...numbered(6));
      await full(stage, 6);
      const entries = await streamOf(stage).page();
      const holes = [[0], [2, 3], [5], [0, 1, 2, 3, 4], entries.map((_, index) => index)];
      for (const hole of holes) {
        const now = await streamOf(stage).page();
        await streamOf(stage).remove(...hole.map((index) => now[index]?.id ?? ''));
        expect(textsOf(await page(stage))).toEqual(numbered(6));
        await full(stage, 6);
        expect(textsOf(await page(stage, { limit: 2 }))).toEqual(['m5', 'm6']);
      }
    });

    it('takes a stream whose entries are out of order or doubled for what they say', async () => {
      const stage = await openStage(platform);
      await say(stage, ...numbered(4));
      await full(stage, 4);
      const values = (await streamOf(stage).page()).map(({ value }) => value);
      await streamOf(stage).clear();
      for (const index of [3, 1, 1, 0, 2, 3]) await streamOf(stage).append(values[index] ?? { after: 0 });
      expect(textsOf(await page(stage))).toEqual(numbered(4));
      expect(await streamOf(stage).size()).toBe(6);
    });

    it('does not believe a stream of another shape', async () => {
      const stage = await openStage(platform);
      await say(stage, 'm1');
      await full(stage, 1);
      await stage.own.helpers.stream(`conversation:1:${stage.sessionId}`).append({ what: 'else' });
      expect(textsOf(await page(stage))).toEqual(['m1']);
      await full(stage, 1);
    });

    it('shows a stranger nothing, and takes no cursor that is not its own', async () => {
      const [stage, other] = [await talk(3, 100), await talk(3, 100)];
      await expect(page({ ...stage, own: other.own })).rejects.toMatchObject({ code: 'not_found' });
      const { end } = await page(stage);
      await expect(page({ ...stage, own: other.own }, { after: end })).rejects.toMatchObject({
        code: 'not_found',
      });
      for (const cursor of [(await page(other)).end, `${end}x`, '', '1.2', newId('msg')])
        await expect(page(stage, { before: cursor ?? '' })).rejects.toMatchObject({
          code: 'invalid_input',
          field: 'before',
        });
      const strange = other.own;
      expect(await allTexts(strange, stage.playerId)).toEqual([]);
      expect((await searchConversation(strange, { text: 'm1', playerId: stage.playerId })).hits).toEqual([]);
      await expect(
        searchConversation(strange, { text: 'm1', sessionId: stage.sessionId }),
      ).rejects.toMatchObject({ code: 'not_found' });
    });

    it('finds words in a conversation or all of a player, and says what it has not searched', async () => {
      const stage = await talk(CHUNK + 10, 0);
      const second = await openStage(platform, stage.playerId);
      await say(stage, 'The lighthouse is dark', 'We wait');
      await say(second, 'A lighthouse again');
      const search = async (options: object) => {
        const { hits, covers } = await searchConversation(stage.own, { text: 'lighthouse', ...options });
        return { found: hits.map(({ message }) => message.text).sort(), covers };
      };
      expect(await search({ sessionId: stage.sessionId })).toEqual({
        found: ['The lighthouse is dark'],
        covers: { searched: 12, archived: CHUNK },
      });
      expect(await search({})).toEqual({
        found: ['A lighthouse again', 'The lighthouse is dark'],
        covers: { searched: 13, archived: CHUNK },
      });
      await expect(searchConversation(everyone(platform), { text: 'all' })).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'sessionId',
      });
    });
  },
);
