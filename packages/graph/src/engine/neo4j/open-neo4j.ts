import type { Session } from 'neo4j-driver';
import { neo4jCodec } from '../codecs.ts';
import type { Access, Call, Engine, Rows, Statement } from '../engine.ts';
import { asStored, type StoredNames } from '../stored-names.ts';
import { Bookmarks } from './bookmarks.ts';
import { CurrentDriver } from './current-driver.ts';
import { ACQUIRE_MS, createDriver, type Neo4jOptions, POOL_SIZE } from './driver.ts';
import { allInUse, createMeaning } from './errors.ts';
import { Leases } from './leases.ts';
import { planOf, rowsOf } from './result.ts';
import { configOf, type Ground, inSession } from './session.ts';
import { streamRows } from './stream.ts';
import { runTransaction } from './transaction.ts';

const MOST_WAITING = 10_000;

/** Neo4j behind Bolt: one server by `bolt://`, a cluster by `neo4j://`. */
export const openNeo4j = (options: Neo4jOptions, names: StoredNames = asStored): Engine => {
  const { database, poolSize = POOL_SIZE, acquireMs = ACQUIRE_MS } = options;
  const drivers = new CurrentDriver(() => createDriver({ ...options, poolSize, acquireMs }));
  const bookmarks = new Bookmarks();
  const leases = new Leases();
  const meaning = createMeaning({ names, leases, poolSize });
  const ground: Ground = {
    ...{ database, bookmarks, leases, meaning },
    get driver() {
      return drivers.current;
    },
  };
  const auto = (access: Access, statement: Statement, call: Call): Promise<Rows> => {
    const { text, params, operation } = statement;
    const run = async (session: Session) =>
      rowsOf(await session.run(text, params, configOf(operation, call)));
    return inSession(ground, access, operation, call, run, statement);
  };
  return {
    kind: 'neo4j',
    codec: neo4jCodec,
    // The driver has a queue of its own, which knows no deadline, and in which those wait for whom others wait.
    places: {
      limit: poolSize,
      queue: MOST_WAITING,
      leave: poolSize > 3 ? 2 : 1,
      waitMs: acquireMs,
      busy: () => allInUse(poolSize, leases),
    },
    driver: () => drivers.lend(),
    read: (statement, call) => auto('read', statement, call),
    transaction: (access, work, call) => runTransaction(ground, access, work, call),
    stream: (statement, call) => streamRows(ground, statement, call),
    plan: ({ text, params, operation }, mode, call) =>
      inSession(ground, 'write', operation, call, async (session) => {
        const unkept = await session.beginTransaction(configOf(operation, call));
        const { summary } = await unkept.run(`${mode.toUpperCase()} ${text}`, params);
        await unkept.rollback();
        const plan = planOf(summary);
        if (!plan) throw new Error(`Neo4j answered no plan of ${operation}.`);
        return plan;
      }),
    define: async (statement, call) => {
      await auto('write', statement, call);
    },
    ping: async (call) => {
      await auto('read', { text: 'RETURN 1 AS `ok`', params: {}, operation: 'ping' }, call);
    },
    exportBookmarks: (principal) => bookmarks.export(principal),
    receiveBookmarks: (principal, list) => bookmarks.receive(principal, list),
    reconnect: () => drivers.replace(),
    close: () => drivers.close(),
  };
};
