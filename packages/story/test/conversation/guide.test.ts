import { newId } from '@graphkeep/contract';
import { storyGraph } from '@graphkeep/models/story';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { filledGuide } from '@graphkeep/test/guide';
import { afterAll, expect, it } from 'vitest';
import {
  appendMessages,
  archiveJob,
  conversationPage,
  conversationsOf,
  followConversation,
  forgetConversations,
  searchConversation,
} from '../../src/index.ts';
import { openStage, textsOf } from './stage.ts';

const opened = await openTestPlatform({ graph: storyGraph });
afterAll(() => opened[Symbol.asyncDispose]());
const { own: platform, sessionId, playerId } = await openStage(opened);
const shown: string[] = [];

it('adds, reads, follows and finds', async () => {
  //#region append
  const { messages, end } = await appendMessages(platform, {
    sessionId,
    messages: [
      { role: 'narrator', text: 'The tide is out.' },
      { role: 'player', text: 'I walk to the lighthouse.', meta: { mood: 'calm' } },
    ],
  });
  // They are on disk now: messages[0].at, messages[0].messageId, …
  //#endregion
  expect(messages.map(({ text }) => text)).toEqual(['The tide is out.', 'I walk to the lighthouse.']);

  //#region once
  const message = { messageId: newId('msg'), role: 'player', text: 'Hello?' } as const;
  await appendMessages(platform, { sessionId, messages: [message] });
  await appendMessages(platform, { sessionId, messages: [message] }); // the same answer; it is stored once
  await appendMessages(platform, { sessionId, messages: [{ ...message, text: 'Else' }] }).catch(
    ({ code }) => code, // already_exists
  );
  //#endregion

  //#region page
  const newest = await conversationPage(platform, { sessionId, limit: 2 });
  if (newest.previous !== null)
    await conversationPage(platform, { sessionId, before: newest.previous, limit: 2 });
  const since = await conversationPage(platform, { sessionId, after: end });
  //#endregion
  expect(textsOf(newest)).toEqual(['I walk to the lighthouse.', 'Hello?']);
  expect(textsOf(since)).toEqual(['Hello?']);

  //#region follow
  for await (const event of followConversation(platform, sessionId, end)) {
    if (event.kind !== 'message') continue; // `ready`: from here on all is told
    shown.push(`${event.message.role}: ${event.message.text}`);
    if (shown.length === 1) break; // event.cursor is where to go on
  }
  //#endregion
  expect(shown).toEqual(['player: Hello?']);

  //#region search
  const { hits, covers } = await searchConversation(platform, { sessionId, text: 'lighthouse' });
  // covers: { searched: 3, archived: 0 }
  //#endregion
  expect(hits).toHaveLength(1);
  expect(covers).toEqual({ searched: 3, archived: 0 });
});

it('archives, exports and forgets', async () => {
  const { signal } = new AbortController();
  //#region archive
  const report = await archiveJob.run(platform, { input: {}, signal, progress: () => {} });
  // { conversations: 0, messages: 0, archives: 0 }: nothing is old enough
  //#endregion
  expect(report).toEqual({ conversations: 0, messages: 0, archives: 0 });

  let count = 0;
  //#region whole
  for await (const { at, role, text } of conversationsOf(platform, playerId))
    count += `${at.toISOString()} ${role}: ${text}\n`.length;
  await forgetConversations(platform, playerId); // { conversations: 1, messages: 3, archives: 0 }
  //#endregion
  expect(count).toBeGreaterThan(100);
  expect((await conversationPage(platform, { sessionId })).items).toEqual([]);
});

it('is what the page shows', async () => {
  const page = '../../../../docs/story-conversation.md';
  const here = new URL(import.meta.url);
  await expect(filledGuide(new URL(page, here), new URL('./', here))).toMatchFileSnapshot(page);
});
