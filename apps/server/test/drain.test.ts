import { createGraphkeep } from '@graphkeep/sdk';
import { eventually } from '@graphkeep/test/eventually';
import { expect, it } from 'vitest';
import { API_KEY, startTestServer } from './servers.ts';

it('a server that is told to stop says so first, goes on answering, and sends live connections elsewhere', async () => {
  await using server = await startTestServer({ GRAPHKEEP_DRAIN_MS: '500' });
  const ready = async () => {
    const response = await fetch(`${server.url}/readyz`);
    return { status: response.status, state: ((await response.json()) as { status: string }).status };
  };
  expect(await ready()).toEqual({ status: 200, state: 'healthy' });
  const closed = server.close();
  await eventually(async () => expect(await ready()).toEqual({ status: 503, state: 'draining' }));
  const gk = createGraphkeep({ url: server.url, apiKey: API_KEY, retries: 0 });
  expect(await gk.story.players.list()).toMatchObject({ items: [] });
  const live = await fetch(`${server.url}/trpc/story.players.list`, {
    headers: { authorization: `Bearer ${API_KEY}`, accept: 'text/event-stream' },
  });
  expect(live.status).toBe(503);
  expect(live.headers.get('retry-after')).toBe('1');
  expect(live.headers.get('connection')).toBe('close');
  await closed;
  await expect(fetch(`${server.url}/readyz`)).rejects.toThrow();
});
