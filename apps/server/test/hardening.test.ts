import { connect, type Socket } from 'node:net';
import { eventually } from '@graphkeep/test/eventually';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { placesFor } from '../src/connections.ts';
import { trustedProxies } from '../src/trusted-proxies.ts';
import { API_KEY, startTestServer, type TestServer } from './servers.ts';

interface RawConnection {
  readonly socket: Socket;
  /** All that came back. */
  text(): string;
  readonly closed: Promise<unknown>;
}

const open = async ({ url }: TestServer): Promise<RawConnection> => {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.on('data', (data) => {
    text += data.toString();
  });
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await new Promise((resolve) => socket.once('connect', resolve));
  return { socket, text: () => text, closed };
};
const head = (path: string, more: readonly string[] = []) =>
  [`POST ${path} HTTP/1.1`, 'host: x', 'content-type: application/json', ...more, '', ''].join('\r\n');

describe('a client that sends slowly', () => {
  it('is cut off in its headers, and in its body, while others are served', async () => {
    await using server = await startTestServer({
      GRAPHKEEP_HEADERS_TIMEOUT_MS: '200',
      GRAPHKEEP_REQUEST_TIMEOUT_MS: '400',
    });
    const headers = await open(server);
    const body = await open(server);
    const dripping = setInterval(() => {
      headers.socket.write('x-more: 1\r\n');
      body.socket.write(' ');
    }, 50);
    onTestFinished(() => clearInterval(dripping));
    headers.socket.write('POST /trpc/story.players.create HTTP/1.1\r\nhost: x\r\n');
    body.socket.write(head('/trpc/story.players.create', ['content-length: 1000']));
    await Promise.all([headers.closed, body.closed]);
    expect(headers.text()).toMatch(/^HTTP\/1.1 408 /);
    expect(body.text()).toMatch(/^HTTP\/1.1 408 /);
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  });
});

describe('connections of one address', () => {
  it('are bounded, and a place is free again when one ends', async () => {
    await using server = await startTestServer({ GRAPHKEEP_CONNECTIONS_PER_HOST: '2' });
    const [first] = [await open(server), await open(server)];
    const third = await open(server);
    await third.closed;
    expect(third.text()).toMatch(/^HTTP\/1.1 429 [\s\S]*Too many connections/);
    first?.socket.destroy();
    await eventually(async () =>
      expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(
        /http_connections_refused_total [1-9]/,
      ),
    );
  });

  it('behind a trusted proxy are those of its clients, and it is believed who they are', async () => {
    await using server = await startTestServer({
      GRAPHKEEP_CONNECTIONS_PER_HOST: '1',
      GRAPHKEEP_TRUST_PROXY: '127.0.0.0/8',
      GRAPHKEEP_SHUTDOWN_MS: '100',
    });
    const slowFrom = async (address: string) => {
      const connection = await open(server);
      const more = [`x-forwarded-for: ${address}`, 'content-length: 10'];
      connection.socket.write(head('/trpc/story.players.create', more));
      return connection;
    };
    const [one, other] = [await slowFrom('203.0.113.7'), await slowFrom('203.0.113.8')];
    await eventually(async () => {
      const again = await slowFrom('203.0.113.7');
      await vi.waitFor(() => expect(again.text()).toMatch(/^HTTP\/1.1 429 /), { timeout: 1_000 });
    });
    expect(one?.text()).toBe('');
    expect(other?.text()).toBe('');
  });
});

describe('requests of one key', () => {
  it('are bounded while they are under way', async () => {
    await using server = await startTestServer({ GRAPHKEEP_CONNECTIONS_PER_USER: '1' });
    const slow = await open(server);
    const key = `authorization: Bearer ${API_KEY}`;
    slow.socket.write(head('/trpc/story.players.create', [key, 'content-length: 10']));
    const call = (init: RequestInit = {}) => fetch(`${server.url}/trpc/story.players.list`, init);
    await eventually(async () => {
      const refused = await call({ headers: { authorization: `Bearer ${API_KEY}` } });
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('1');
      expect(await refused.text()).toContain('rate_limited');
    });
    expect((await call()).status).toBe(401);
    slow.socket.destroy();
    await eventually(async () =>
      expect((await call({ headers: { authorization: `Bearer ${API_KEY}` } })).status).toBe(200),
    );
  });

  it('give each place back once', () => {
    const places = placesFor(1);
    const giveBack = places.take('a');
    expect(places.take('a')).toBeUndefined();
    giveBack?.();
    const again = places.take('a');
    giveBack?.();
    expect(again).toBeDefined();
    expect(places.take('a')).toBeUndefined();
  });
});

it('proxies are known singly and by their networks', () => {
  const isProxy = trustedProxies(['10.0.0.7', '10.1.0.0/16', 'fd00::/8']);
  const known = ['10.0.0.7', '10.1.2.3', 'fd12::1', '::ffff:10.1.2.3'];
  expect(known.filter((address) => !isProxy(address))).toEqual([]);
  expect(['10.0.0.8', '10.2.0.1', 'fe80::1', 'nonsense'].filter(isProxy)).toEqual([]);
});
