import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { secretOf } from '@graphkeep/core';
import { testRedis } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, describe, expect, it } from 'vitest';
import { connectRedis, type RedisConnection } from '../../src/redis/connection.ts';
import { certificates } from './certificates.ts';

const redis = await testRedis();
const folder = mkdtempSync(join(tmpdir(), 'graphkeep-redis-tls-'));
const caFile = join(folder, 'ca.pem');
const trust = (name: keyof typeof certificates) => writeFileSync(caFile, certificates[name].cert);

const open: RedisConnection[] = [];
afterAll(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  rmSync(folder, { recursive: true, force: true });
});

const connect = (port: number, caFile?: string): RedisConnection => {
  const connection = connectRedis({
    url: secretOf(`rediss://localhost:${port}`),
    connectMs: 1_000,
    commandMs: 500,
    guard: { timeoutMs: 2_000 },
    ...(caFile && { caFile }),
  });
  open.push(connection);
  return connection;
};

/** Takes TLS off before a Redis that has none. */
const serveTls = async () => {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server: Server = createServer(certificates.first, (secure) => {
    accepted += 1;
    const plain = connectTcp(Number(new URL(redis?.url ?? '').port), '127.0.0.1');
    for (const socket of [secure, plain]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    secure.pipe(plain).pipe(secure);
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    accepted: () => accepted,
    renew: (name: keyof typeof certificates) => {
      server.setSecureContext(certificates[name]);
      cut();
    },
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

describe.skipIf(!redis)('Redis with TLS', () => {
  it('is trusted by an authority of its own, which may be renewed, and not without it', async () => {
    await using server = await serveTls();
    trust('first');
    const trusting = connect(server.port, caFile);
    await eventually(() => trusting.ping());
    await expect(connect(server.port).ping()).rejects.toMatchObject({ code: 'unavailable' });

    trust('second');
    server.renew('second');
    const before = server.accepted();
    await eventually(async () => {
      await trusting.ping();
      expect(server.accepted()).toBeGreaterThan(before);
    });
  });

  it('says at once that the file of authorities is not there', () => {
    expect(() => connect(1, join(folder, 'none.pem'))).toThrow(
      expect.objectContaining({ code: 'invalid_input', field: 'caFile' }),
    );
  });
});
