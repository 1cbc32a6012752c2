import { createGuard, Deadline, GraphkeepError, runInContext } from '@graphkeep/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { openNeo4j } from '../../src/engine/neo4j/open-neo4j.ts';
import { call } from '../bare-engines.ts';
import { neo4jOptions } from '../neo4j-options.ts';
import { type BoltReply, type BoltStub, boltStub } from '../support/bolt-stub.ts';
import { selfSigned } from '../support/self-signed.ts';
import { statement } from './statement.ts';

const one = statement('RETURN 1 AS `x`');
const failure = (code: string, message = code): BoltReply => ({ failure: { code, message } });
const guard = () =>
  createGuard('graph', {
    timeoutMs: 5_000,
    retry: { attempts: 3, delayMs: 1, factor: 1, maxDelayMs: 5 },
  });

let stub: BoltStub;
let engine: Engine;
beforeEach(async () => {
  stub = await boltStub();
  engine = open();
});
afterEach(async () => {
  await engine.close();
  await stub[Symbol.asyncDispose]();
});

const open = (scheme = 'bolt', more: object = {}) =>
  openNeo4j({ ...neo4jOptions('password'), ...more, url: `${scheme}://127.0.0.1:${stub.port}` });
const write = (to = engine, principal?: string) =>
  to.transaction('write', (run) => run(one), { ...call(), principal });
const retried = (to = engine) =>
  guard().run((signal) => to.transaction('write', (run) => run(one), { signal }), { idempotent: true });
/** Fails the first of these requests, and no more. */
const failOnce = (name: string, reply: BoltReply) => {
  let left = 1;
  stub.onRequest((request) => (request.name === name && left-- > 0 ? reply : undefined));
};
const begun = () => stub.requests.filter(({ name }) => name === 'BEGIN').map(({ fields }) => fields[0]);

describe('what is sent to Neo4j', () => {
  it('tells the server when to stop by itself, and what it is that runs', async () => {
    const context = { requestId: 'req-1', deadline: Deadline.after(1_000) };
    await runInContext(context, () =>
      engine.read(one, { ...call(), timeoutMs: 1_234.5, metadata: { job: 'sweep' } }),
    );
    expect(stub.requests.find(({ name }) => name === 'RUN')?.fields).toMatchObject([
      'RETURN 1 AS `x`',
      {},
      {
        mode: 'r',
        tx_timeout: 1_235,
        tx_metadata: { operation: 'test', requestId: 'req-1', job: 'sweep' },
      },
    ]);
  });

  it('says of a transaction whether it reads or writes', async () => {
    await engine.transaction('read', (run) => run(one), call());
    await engine.transaction('write', (run) => run(one), call());
    expect(begun().map((begin) => begin && Object(begin).mode)).toEqual(['r', undefined]);
  });

  it('sends to each principal the bookmarks of its own writes, and to this process those of its own', async () => {
    const bookmarks = () => begun().map((begin) => Object(begin).bookmarks);
    await write(engine, 'ada');
    await write(engine);
    await write(engine, 'ada');
    await write(engine, 'bob');
    await write(engine);
    expect(bookmarks()).toEqual([undefined, undefined, ['bm:1'], undefined, ['bm:2']]);
  });

  it('hands the bookmarks of a principal to another process', async () => {
    await write(engine, 'ada');
    const other = open();
    await other.receiveBookmarks('ada', await engine.exportBookmarks('ada'));
    await write(other, 'ada');
    expect(begun().map((begin) => Object(begin).bookmarks)).toEqual([undefined, ['bm:1']]);
    await expect(other.receiveBookmarks('ada', ['not a bookmark'])).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'bookmarks',
    });
    await other.close();
  });

  it('drops bookmarks that the store does not know', async () => {
    await write(engine, 'ada');
    failOnce('BEGIN', failure('Neo.ClientError.Transaction.InvalidBookmark'));
    await expect(write(engine, 'ada')).rejects.toMatchObject({ code: 'invalid_input', field: 'bookmarks' });
    expect(await engine.exportBookmarks('ada')).toEqual([]);
  });
});

describe('what goes wrong at Neo4j', () => {
  it.each([
    ['Neo.ClientError.Cluster.NotALeader', 'unavailable'],
    ['Neo.ClientError.General.ForbiddenOnReadOnlyDatabase', 'unavailable'],
    ['Neo.TransientError.General.DatabaseUnavailable', 'unavailable'],
    ['Neo.TransientError.Transaction.BookmarkTimeout', 'unavailable'],
    ['Neo.TransientError.Transaction.Terminated', 'unavailable'],
    ['Neo.ClientError.Security.AuthorizationExpired', 'unavailable'],
    ['Neo.TransientError.Transaction.DeadlockDetected', 'conflict'],
    ['Neo.TransientError.Transaction.LockAcquisitionTimeout', 'conflict'],
    ['Neo.TransientError.General.MemoryPoolOutOfMemoryError', 'overloaded'],
    ['Neo.ClientError.Transaction.TransactionTimedOut', 'timeout'],
    ['Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration', 'timeout'],
    ['Neo.ClientError.Security.Unauthorized', 'internal'],
    ['Neo.ClientError.Security.Forbidden', 'internal'],
    ['Neo.ClientError.Database.DatabaseNotFound', 'internal'],
    ['Neo.ClientError.Statement.SyntaxError', 'internal'],
  ])('%s is %s', async (code, meant) => {
    failOnce('RUN', failure(code));
    await expect(write()).rejects.toMatchObject({ name: 'GraphkeepError', code: meant });
    expect(stub.count('COMMIT')).toBe(0);
  });

  it.each([
    'Neo.TransientError.Transaction.DeadlockDetected',
    'Neo.TransientError.General.DatabaseUnavailable',
  ])('runs a transaction again after %s', async (code) => {
    failOnce('RUN', failure(code));
    expect((await retried()).rows).toHaveLength(1);
    expect([stub.count('BEGIN'), stub.count('COMMIT')]).toEqual([2, 1]);
  });

  it('runs a transaction again whose connection broke before its commit', async () => {
    failOnce('RUN', 'cut');
    await retried();
    expect([stub.count('BEGIN'), stub.count('COMMIT')]).toEqual([2, 1]);
  });

  it('does not commit again where the answer to a commit is lost, and says so', async () => {
    failOnce('COMMIT', 'cut');
    await expect(retried()).rejects.toMatchObject({ code: 'uncertain', retryable: false });
    expect(stub.count('COMMIT')).toBe(1);
  });

  it('does not try a wrong password again', async () => {
    failOnce('LOGON', failure('Neo.ClientError.Security.Unauthorized'));
    await expect(retried()).rejects.toMatchObject({
      code: 'internal',
      message: 'Neo4j refused the user or the password.',
    });
    expect(stub.count('LOGON')).toBe(1);
  });

  it('says who holds the connections when none is left', async () => {
    const small = open('bolt', { poolSize: 1, acquireMs: 50 });
    const holding = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const holder = small.transaction(
      'read',
      async () => {
        holding.resolve();
        await release.promise;
      },
      { ...call(), metadata: { operation: 'sweep' } },
    );
    await holding.promise;
    await expect(small.read(one, call())).rejects.toMatchObject({
      code: 'overloaded',
      message: expect.stringMatching(
        /^All 1 connections to Neo4j are in use \(GRAPHKEEP_GRAPH_POOL_SIZE\)\. Longest: sweep for 0\.\d s/,
      ),
    });
    release.resolve();
    await holder;
    expect((await small.read(one, call())).rows).toHaveLength(1);
    await small.close();
  });

  it('answers at the deadline where the server says nothing', async () => {
    stub.onRequest(({ name }) => (name === 'RUN' ? 'silence' : undefined));
    const reason = new GraphkeepError('timeout', 'The deadline of 50 ms passed.');
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 50);
    await expect(engine.read(one, { signal: controller.signal })).rejects.toBe(reason);
  });

  it('is away where a connection takes too long to make', async () => {
    stub.onRequest(({ name }) => (name === 'HELLO' ? 'silence' : undefined));
    const hasty = open('bolt', { acquireMs: 50 });
    await expect(hasty.ping(call())).rejects.toMatchObject({
      code: 'unavailable',
      message: 'Neo4j does not answer: no connection was made in time.',
    });
    await hasty.close();
  });
});

describe('TLS', () => {
  it('is spoken, and trusts any certificate by +ssc only', async () => {
    await using secure = await boltStub(selfSigned);
    const at = (scheme: string) =>
      openNeo4j({ ...neo4jOptions('password'), url: `${scheme}://127.0.0.1:${secure.port}` });
    const trusting = at('bolt+ssc');
    expect((await trusting.read(one, call())).rows).toHaveLength(1);
    await trusting.close();
    const careful = at('bolt+s');
    await expect(careful.ping(call())).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringMatching(
        /^The connection to Neo4j cannot be secured: its certificate is not trusted/,
      ),
    });
    await careful.close();
  });
});

describe('a cluster', () => {
  it('follows the leader when it changes', async () => {
    await using next = await boltStub();
    let leader = stub.port;
    const addresses = (port: number) => [`127.0.0.1:${port}`];
    stub.onRequest(({ name }) => {
      if (name === 'ROUTE')
        return {
          success: {
            rt: {
              ttl: 300,
              db: 'neo4j',
              servers: [
                { role: 'ROUTE', addresses: addresses(stub.port) },
                { role: 'READ', addresses: addresses(stub.port) },
                { role: 'WRITE', addresses: addresses(leader) },
              ],
            },
          },
        };
      return name === 'RUN' && leader !== stub.port
        ? failure('Neo.ClientError.Cluster.NotALeader')
        : undefined;
    });
    const cluster = open('neo4j');
    await write(cluster);
    expect([stub.count('COMMIT'), next.count('COMMIT')]).toEqual([1, 0]);

    leader = next.port;
    await retried(cluster);
    expect([stub.count('COMMIT'), next.count('COMMIT')]).toEqual([1, 1]);
    expect(stub.count('ROUTE')).toBe(2);
    await cluster.close();
  });
});
