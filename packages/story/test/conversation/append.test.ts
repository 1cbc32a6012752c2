import { newId } from '@graphkeep/contract';
import { Conversation, Message, Session, type StoryGraph, storyGraph } from '@graphkeep/models/story';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j, testRedis } from '@graphkeep/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendMessages, appendMessagesInput } from '../../src/conversation/append-messages.ts';
import { conversationPage } from '../../src/conversation/conversation-page.ts';
import { enginesOf } from './engines.ts';
import { everyone, numbered, openStage, say, saying, textsOf } from './stage.ts';

describe.each(enginesOf(await testNeo4j({ schema: 'story' }), await testRedis()))(
  'append on $name',
  ({ environment }) => {
    let platform: TestPlatform<StoryGraph>;
    beforeAll(async () => {
      platform = await openTestPlatform({ graph: storyGraph, environment });
    });
    afterAll(() => platform[Symbol.asyncDispose]());

    it('answers what is stored, when it is stored', async () => {
      const stage = await openStage(platform);
      const { sessionId, playerId, own } = stage;
      const { messages } = await appendMessages(own, {
        sessionId,
        messages: [
          { role: 'narrator', text: 'The tide is out.', meta: { mood: 'calm', signs: [1, null] } },
          { role: 'character', text: 'Who is there?', characterId: newId('chr'), sceneId: newId('scn') },
        ],
      });
      expect(messages).toMatchObject([{ playerId, sessionId, role: 'narrator' }, { role: 'character' }]);
      const stored = await own
        .repo(Message)
        .find({ where: { sessionId }, orderBy: { at: 'asc' }, omit: { createdAt: true, updatedAt: true } });
      expect(messages).toEqual(stored.items);
      expect((await conversationPage(own, { sessionId })).items).toEqual(messages);
    });

    it('keeps the order of acknowledgement, at times that grow, though many speak at once', async () => {
      const stages = await Promise.all([openStage(platform), openStage(platform)]);
      const acknowledged: string[][] = [[], []];
      await Promise.all(
        numbered(40).map(async (text, index) => {
          const which = index % 2;
          const stage = stages[which];
          if (!stage) throw new RangeError('two stages');
          const { messages } = await say(stage, text, `${text}, again`);
          acknowledged[which]?.push(...messages.map((message) => message.text));
        }),
      );
      for (const [index, { own, sessionId }] of stages.entries()) {
        const page = await conversationPage(own, { sessionId });
        expect(textsOf(page)).toEqual(acknowledged[index]);
        const times = page.items.map(({ at }) => at.getTime());
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      }
    });

    it('stores a message once, however often it is sent', async () => {
      const { own, sessionId } = await openStage(platform);
      const messages = [
        { messageId: newId('msg'), role: 'player' as const, text: 'Once' },
        { messageId: newId('msg'), role: 'player' as const, text: 'Twice', meta: { a: { b: 1 } } },
      ];
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => appendMessages(own, { sessionId, messages })),
      );
      answers.push(await appendMessages(own, { sessionId, messages }));
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect(textsOf(await conversationPage(own, { sessionId }))).toEqual(['Once', 'Twice']);
    });

    it('stores what comes under one idempotency key once, and for each principal apart', async () => {
      const { own, sessionId, playerId } = await openStage(platform);
      const append = (scoped: typeof own, text: string) =>
        appendMessages(scoped, { sessionId, messages: saying(text) }, { idempotencyKey: 'key-1' });
      const [first, again] = [await append(own, 'Hello'), await append(own, 'Hello')];
      expect(again).toEqual(first);
      await expect(append(own, 'Goodbye')).rejects.toMatchObject({ code: 'idempotency_mismatch' });
      await append(platform.as({ id: 'engine', owner: playerId, scopes: ['*'] }), 'Welcome');
      expect(textsOf(await conversationPage(own, { sessionId }))).toEqual(['Hello', 'Welcome']);
    });

    it('refuses an id that stands for another message, in this session or another one', async () => {
      const [stage, other] = [await openStage(platform), await openStage(platform)];
      const messageId = newId('msg');
      const append = ({ own, sessionId }: typeof stage, text: string) =>
        appendMessages(own, { sessionId, messages: [{ messageId, role: 'player', text }] });
      await append(stage, 'Mine');
      for (const [where, text] of [
        [stage, 'Changed'],
        [other, 'Mine'],
      ] as const)
        await expect(append(where, text)).rejects.toMatchObject({
          code: 'already_exists',
          field: 'messages.0.messageId',
        });
      expect(textsOf(await conversationPage(other.own, { sessionId: other.sessionId }))).toEqual([]);
    });

    it('refuses what is not there, not theirs or over, and nothing else of the batch', async () => {
      const [good, ended, foreign] = await Promise.all([
        openStage(platform),
        openStage(platform),
        openStage(platform),
      ]);
      const first = await say(ended, 'The end');
      await ended.own.repo(Session).patch({ sessionId: ended.sessionId }, { status: 'completed' });
      const missing = newId('ses');
      const [kept, over, strange, nowhere, broken] = await Promise.allSettled([
        say(good, 'Still here'),
        say(ended, 'Too late'),
        say({ ...foreign, own: good.own }, 'Spy'),
        appendMessages(good.own, { sessionId: missing, messages: saying('Void') }),
        say(good, 'x'.repeat(30_000)),
      ]);
      expect(kept).toMatchObject({ status: 'fulfilled' });
      expect(over).toMatchObject({ reason: { code: 'invalid_input', field: 'sessionId' } });
      expect(strange).toMatchObject({
        reason: { code: 'not_found', message: `There is no Session ${foreign.sessionId}.` },
      });
      expect(nowhere).toMatchObject({ reason: { code: 'not_found' } });
      expect(broken).toMatchObject({ reason: { code: 'invalid_input' } });
      expect(textsOf(await conversationPage(good.own, { sessionId: good.sessionId }))).toEqual([
        'Still here',
      ]);
      expect(textsOf(await conversationPage(foreign.own, { sessionId: foreign.sessionId }))).toEqual([]);

      const { sessionId, own } = ended;
      const [message] = first.messages;
      if (!message) throw new RangeError('one message');
      const { messageId, role, text } = message;
      const again = await appendMessages(own, { sessionId, messages: [{ messageId, role, text }] });
      expect(again.messages).toEqual(first.messages);
    });

    it('grows on after messages whose times lie ahead of the clock', async () => {
      const stage = await openStage(platform);
      const { own, sessionId } = stage;
      const ahead = new Date(Date.now() + 3_600_000);
      const { messages } = await say(stage, 'Before');
      await everyone(platform).repo(Conversation).patch({ conversationId: sessionId }, { lastAt: ahead });
      const later = await say(stage, 'After', 'And after');
      expect(messages[0]?.at.getTime()).toBeLessThan(ahead.getTime());
      expect(later.messages.map(({ at }) => at.getTime() - ahead.getTime())).toEqual([1, 2]);
      expect(own.principal.owner).toBe(stage.playerId);
    });
  },
);

it('says what is wrong with an input', () => {
  const sessionId = newId('ses');
  const messageId = newId('msg');
  const issuesOf = (input: unknown) =>
    appendMessagesInput.safeParse(input).error?.issues.map(({ path, message }) => [path.join('.'), message]);
  expect(issuesOf({ sessionId, messages: [] })).toEqual([['messages', 'must have a message at least']]);
  expect(issuesOf({ sessionId, messages: saying('') })).toEqual([['messages.0.text', 'must not be empty']]);
  expect(issuesOf({ sessionId, messages: saying('\ud800') })).toEqual([
    ['messages.0.text', 'must not hold half of a surrogate pair'],
  ]);
  expect(issuesOf({ sessionId, messages: saying(...numbered(101)) })).toEqual([
    ['messages', 'must have 100 messages at most'],
  ]);
  const twice = [
    { messageId, role: 'player', text: 'a' },
    { messageId, role: 'player', text: 'b' },
  ];
  expect(issuesOf({ sessionId, messages: twice })).toEqual([['messages', 'must have each messageId once']]);
});
