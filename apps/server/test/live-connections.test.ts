import { createGraphkeep } from '@graphkeep/sdk';
import { eventually } from '@graphkeep/test/eventually';
import { expect, it } from 'vitest';
import { API_KEY, startTestServer, type TestServer } from './servers.ts';

/** A live connection, and all that came by it. */
const listen = async (server: TestServer, key: string) => {
  const response = await fetch(`${server.url}/trpc/story.players.changes`, {
    headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream' },
  });
  expect(response.status).toBe(200);
  let text = '';
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const part of response.body ?? []) text += decoder.decode(part, { stream: true });
  };
  const ended = read();
  await eventually(() => expect(text).toContain('"ready"'));
  return { text: () => text, ended };
};

it('a live connection is told to go elsewhere when the server stops', async () => {
  await using server = await startTestServer();
  const live = await listen(server, API_KEY);
  await server.close();
  await live.ended;
  expect(live.text()).toContain('"reconnect"');
});

it('a live connection ends with its key, and those of other keys go on', async () => {
  await using server = await startTestServer();
  const { keys } = createGraphkeep({ url: server.url, apiKey: API_KEY }).system;
  const { key, keyId } = await keys.create({ name: 'live', scopes: ['story:read'] });
  const [live, other] = [await listen(server, key), await listen(server, API_KEY)];
  await keys.revoke({ keyId });
  await live.ended;
  expect(live.text()).toContain('"reconnect"');
  expect(other.text()).not.toContain('"reconnect"');
});
