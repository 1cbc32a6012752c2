import { eventually } from '@graphkeep/test/eventually';
import { describe, expect, it } from 'vitest';
import { API_KEY, startTestServer } from './servers.ts';

describe('a stop', () => {
  it('answers what is under way, and takes nothing new', async () => {
    await using server = await startTestServer();
    const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
    let finish: (() => void) | undefined;
    // A body that is sent slowly keeps a request under way for as long as the test wants.
    const body = new ReadableStream({
      start: (stream) => {
        stream.enqueue(new TextEncoder().encode('{"json":{"username":'));
        finish = () => {
          stream.enqueue(new TextEncoder().encode('"slow"}}'));
          stream.close();
        };
      },
    });
    const slow = fetch(`${server.url}/trpc/story.players.create`, {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    } as RequestInit);
    await eventually(async () =>
      expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('http_requests_in_flight 2'),
    );
    const closed = server.close();
    await eventually(() => expect(fetch(`${server.url}/livez`)).rejects.toThrow());
    finish?.();
    expect((await slow).status).toBe(200);
    await closed;
  });

  it('ends what does not end by itself', async () => {
    await using server = await startTestServer({ GRAPHKEEP_SHUTDOWN_MS: '100' });
    const never = new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{')) });
    const stuck = fetch(`${server.url}/trpc/story.players.create`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: never,
      duplex: 'half',
    } as RequestInit);
    const ended = expect(stuck).rejects.toThrow();
    await eventually(async () =>
      expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('http_requests_in_flight 2'),
    );
    await server.close();
    await ended;
  });
});
