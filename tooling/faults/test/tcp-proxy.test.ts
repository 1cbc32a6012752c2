import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { type TcpProxy, tcpProxy } from '../src/index.ts';
import { dial, echo, host, type Side, serve, type TestServer } from './support/tcp.ts';

const until = <Answer>(holds: () => Answer | Promise<Answer>): Promise<Answer> =>
  vi.waitFor(holds, { interval: 5, timeout: 5_000 });

/** Sends a word and waits for its echo; answers with the milliseconds. */
const roundTrip = async ({ socket, received }: Side, word = 'ping'): Promise<number> => {
  const before = received().length;
  const start = performance.now();
  socket.write(word);
  await vi.waitFor(() => expect(received().subarray(before).toString()).toBe(word), {
    interval: 1,
    timeout: 5_000,
  });
  return performance.now() - start;
};

const serverSide = async (server: TestServer, index = 0): Promise<Side> =>
  until(() => {
    const side = server.sides[index];
    if (!side) throw new Error(`the server has no connection ${index}`);
    return side;
  });

/** The figure once it stands still for a fifth of a second. */
const settled = async (read: () => number): Promise<number> => {
  let before = Number.NaN;
  const unchanged = (): number => {
    const now = read();
    const moved = now !== before;
    before = now;
    if (moved) throw new Error(`still moving, at ${now}`);
    return now;
  };
  return vi.waitFor(unchanged, { interval: 200, timeout: 10_000 });
};

const allClosed = (proxy: TcpProxy): Promise<void> => until(() => expect(proxy.counters.open).toBe(0));

describe('without a fault', () => {
  test('passes bytes on unchanged, and counts them', async () => {
    await using target = await echo();
    await using proxy = await tcpProxy({ target });
    const client = await dial(proxy.port);
    await roundTrip(client, 'hello');
    expect(proxy.counters).toEqual({ seen: 1, refused: 0, open: 1, bytesUp: 5, bytesDown: 5 });

    client.socket.end();
    expect(await client.closed).toBe('clean');
    await allClosed(proxy);
  });

  test('an answer that follows the end of the question arrives', async () => {
    await using target = await serve((socket) => socket.on('end', () => socket.end('answer')));
    await using proxy = await tcpProxy({ target });
    const client = await dial(proxy.port);
    client.socket.end('question');
    expect(await client.closed).toBe('clean');
    expect(client.received().toString()).toBe('answer');
    expect((await serverSide(target)).received().toString()).toBe('question');
  });

  test('a target that is away resets the client', async () => {
    const target = await echo();
    await target[Symbol.asyncDispose]();
    await using proxy = await tcpProxy({ target });
    const client = await dial(proxy.port);
    client.socket.write('hello');
    expect(await client.closed).toBe('ECONNRESET');
    await allClosed(proxy);
  });

  test('a reset by one side reaches the other', async () => {
    await using target = await echo();
    await using proxy = await tcpProxy({ target });
    const client = await dial(proxy.port);
    await roundTrip(client);
    client.socket.resetAndDestroy();
    expect(await (await serverSide(target)).closed).toBe('ECONNRESET');
  });

  test('a client that does not read holds the target back', async () => {
    const payload = randomBytes(48 * 1024 * 1024);
    await using target = await serve((socket) => socket.end(payload));
    await using proxy = await tcpProxy({ target });
    const client = await dial(proxy.port);
    client.socket.pause();

    expect(await settled(() => proxy.counters.bytesDown)).toBeLessThan(payload.length / 2);

    client.socket.resume();
    await client.closed;
    expect(client.received().equals(payload)).toBe(true);
  });

  test('disposal closes the port and what is open', async () => {
    await using target = await echo();
    const proxy = await tcpProxy({ target });
    const client = await dial(proxy.port);
    await proxy[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
    expect(await client.closed).toBe('ECONNRESET');
    await expect(dial(proxy.port)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('latency', () => {
  test('slows open connections, each way, until it is cleared', async () => {
    await using target = await echo();
    await using proxy = await tcpProxy({ target });
    const client = await dial(proxy.port);
    expect(await roundTrip(client)).toBeLessThan(250);
    proxy.latency({ up: 250 });
    expect(await roundTrip(client)).toBeGreaterThanOrEqual(249);
    proxy.latency({ up: 125, down: 125 });
    expect(await roundTrip(client)).toBeGreaterThanOrEqual(249);
    proxy.clear();
    expect(await roundTrip(client)).toBeLessThan(250);
  });

  test('keeps the order of bytes under jitter', async () => {
    const payload = randomBytes(1024 * 1024);
    await using target = await echo();
    await using proxy = await tcpProxy({ target });
    proxy.latency({ up: 2, down: 2, jitter: 10 });
    const client = await dial(proxy.port);
    for (let at = 0; at < payload.length; at += 8_192) {
      client.socket.write(payload.subarray(at, at + 8_192));
      await new Promise(setImmediate);
    }
    client.socket.end();
    await client.closed;
    expect(client.received().equals(payload)).toBe(true);
  });

  test('holds no more than a few MiB back; what was held goes out when it is cleared', async () => {
    const payload = randomBytes(48 * 1024 * 1024);
    await using target = await serve((socket) => socket.end(payload));
    await using proxy = await tcpProxy({ target });
    proxy.latency({ down: 600_000 });
    const client = await dial(proxy.port);
    const { socket } = await serverSide(target);
    expect(await settled(() => socket.writableLength)).toBeGreaterThan(0);
    expect(client.received().length).toBe(0);

    proxy.clear();
    await client.closed;
    expect(client.received().equals(payload)).toBe(true);
  });
});

describe('black hole', () => {
  test('down: the target works, its answer is lost, the connection stays open', async () => {
    await using target = await echo();
    await using proxy = await tcpProxy({ target });
    const client = await dial(proxy.port);
    await roundTrip(client);
    proxy.blackHole('down');
    client.socket.write('lost');
    await until(async () => expect((await serverSide(target)).received().toString()).toBe('pinglost'));
    const { socket } = await serverSide(target);
    socket.end();
    await once(socket, 'finish');
    expect(client.received().toString()).toBe('ping');
    expect(client.socket.readyState).toBe('open');
    expect(proxy.counters).toMatchObject({ open: 1, bytesUp: 8, bytesDown: 4 });

    proxy.clear();
    expect(await client.closed).toBe('ECONNRESET');
    expect(await roundTrip(await dial(proxy.port))).toBeLessThan(1_000);
  });

  test('up: the target hears nothing, not even that the client went', async () => {
    await using target = await echo();
    await using proxy = await tcpProxy({ target });
    const client = await dial(proxy.port);
    const { received, socket, closed } = await serverSide(target);
    proxy.blackHole('up');
    client.socket.write('lost');
    client.socket.end();
    socket.write('still here');
    await until(() => expect(client.received().toString()).toBe('still here'));
    expect(received().length).toBe(0);
    expect(socket.readyState).toBe('open');

    proxy.clear();
    expect(await closed).toBe('ECONNRESET');
  });

  test('both: a connection that lost nothing goes on after it is cleared', async () => {
    await using target = await echo();
    await using proxy = await tcpProxy({ target });
    const client = await dial(proxy.port);
    proxy.blackHole();
    proxy.clear();
    await roundTrip(client);
  });
});

test('refuse: new connections are reset and counted, open ones go on', async () => {
  await using target = await echo();
  await using proxy = await tcpProxy({ target });
  const before = await dial(proxy.port);
  proxy.refuse();
  const refused = dial(proxy.port).then((client) => client.closed); // the reset may come within the connect
  expect(await refused.catch((error: NodeJS.ErrnoException) => error.code)).toBe('ECONNRESET');
  await roundTrip(before);
  expect(proxy.counters).toMatchObject({ seen: 2, refused: 1, open: 1 });
  expect(target.sides.length).toBe(1);
  proxy.clear();
  await roundTrip(await dial(proxy.port));
});

test('reset: both sides of every open connection get RST', async () => {
  await using target = await echo();
  await using proxy = await tcpProxy({ target });
  const clients = [await dial(proxy.port), await dial(proxy.port)];
  await Promise.all(clients.map((client) => roundTrip(client)));
  expect(proxy.reset()).toBe(2);
  const sides = [...clients, ...target.sides];
  expect(await Promise.all(sides.map((side) => side.closed))).toEqual(Array(4).fill('ECONNRESET'));
  await allClosed(proxy);
  await roundTrip(await dial(proxy.port));
});

describe('cut', () => {
  test('down: the bytes before it arrive, then both sides are reset', async () => {
    await using target = await serve((socket) => socket.on('data', () => socket.write('0123456789')));
    await using proxy = await tcpProxy({ target });
    proxy.cut({ way: 'down', afterBytes: 7 });
    for (const index of [0, 1]) {
      const client = await dial(proxy.port);
      client.socket.write('question');
      expect(await client.closed).toBe('ECONNRESET');
      expect(client.received().toString()).toBe('0123456');
      expect(await (await serverSide(target, index)).closed).toBe('ECONNRESET');
    }
  });

  test('up: the target gets only the first bytes of a request', async () => {
    await using target = await echo();
    await using proxy = await tcpProxy({ target });
    proxy.cut({ way: 'up', afterBytes: 3 });
    const client = await dial(proxy.port);
    client.socket.write('request');
    const { closed, received } = await serverSide(target);
    expect(await closed).toBe('ECONNRESET');
    expect(received().toString()).toBe('req');
  });

  test('once: the answer is lost with its connection, the next attempt passes', async () => {
    await using target = await echo();
    await using proxy = await tcpProxy({ target });
    proxy.cut({ way: 'down', times: 1 });
    const first = await dial(proxy.port);
    first.socket.write('ping');
    expect(await first.closed).toBe('ECONNRESET');
    expect(first.received().length).toBe(0);
    expect((await serverSide(target)).received().toString()).toBe('ping');
    await roundTrip(await dial(proxy.port));
  });

  test('once: more data behind the cut does not use up the next one', async () => {
    await using target = await echo();
    await using proxy = await tcpProxy({ target });
    proxy.cut({ way: 'up', times: 2 });
    proxy.latency({ up: 50 });
    for (const name of ['first', 'second']) {
      const client = await dial(proxy.port);
      client.socket.write(name);
      await new Promise(setImmediate);
      client.socket.write('more');
      expect(await client.closed).toBe('ECONNRESET');
    }
    await roundTrip(await dial(proxy.port));
  });

  test('counts over latency too, and an answer of exactly so many bytes passes', async () => {
    await using target = await echo();
    await using proxy = await tcpProxy({ target });
    proxy.latency({ down: 20 });
    proxy.cut({ way: 'down', afterBytes: 4 });
    const client = await dial(proxy.port);
    await roundTrip(client, 'ping');
    client.socket.write('x');
    expect(await client.closed).toBe('ECONNRESET');
  });
});

describe('half open', () => {
  test('the target goes, the client is never told', async () => {
    await using target = await echo();
    await using proxy = await tcpProxy({ target });
    const client = await dial(proxy.port);
    await roundTrip(client);
    expect(proxy.halfOpen('client')).toBe(1);
    expect(await (await serverSide(target)).closed).toBe('ECONNRESET');
    client.socket.write('anybody there?');
    await until(() => expect(client.socket.writableLength).toBe(0));
    expect(client.socket.readyState).toBe('open');
    expect(client.received().toString()).toBe('ping');
    expect(proxy.counters.open).toBe(1);

    await roundTrip(await dial(proxy.port));
    proxy.clear();
    expect(await client.closed).toBe('ECONNRESET');
  });

  test('the client goes, the target is never told', async () => {
    await using target = await echo();
    await using proxy = await tcpProxy({ target });
    const client = await dial(proxy.port);
    await roundTrip(client);
    proxy.halfOpen('target');
    expect(await client.closed).toBe('ECONNRESET');
    const { socket, closed } = await serverSide(target);
    expect(socket.readyState).toBe('open');
    proxy.clear();
    expect(await closed).toBe('ECONNRESET');
  });
});

test('a thousand connections opened, reset and cut leave nothing behind', async () => {
  await using target = await echo();
  await using proxy = await tcpProxy({ target });
  proxy.latency({ up: 5, down: 5, jitter: 5 });
  for (let round = 0; round < 10; round += 1) {
    const clients = await Promise.all(Array.from({ length: 100 }, () => dial(proxy.port)));
    await vi.waitFor(() => expect(proxy.counters.open).toBe(clients.length), { interval: 1, timeout: 5_000 });
    for (const { socket } of clients) socket.write('hello');
    if (round % 2 === 0) proxy.reset();
    else for (const { socket } of clients) socket.destroy();
    await Promise.all(clients.map((client) => client.closed));
    await allClosed(proxy);
  }
  expect(proxy.counters).toMatchObject({ seen: 1_000, open: 0 });
  expect(host).toBe(proxy.host);
});
