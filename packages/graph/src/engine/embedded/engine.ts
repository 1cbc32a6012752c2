import { GraphkeepError } from '@graphkeep/core';
import type { Driver } from 'neo4j-driver';
import { aborted, whenAborted } from '../aborted.ts';
import { embeddedCodec } from '../codecs.ts';
import type { Access, Call, Engine, Plan, PlanMode, Row, Rows, Run, Statement } from '../engine.ts';
import { admit } from '../gate/gate.ts';
import { asStored, type StoredNames } from '../stored-names.ts';
import type { Answer } from './database.ts';
import { type DriverOptions, driverOver } from './driver/open-embedded-driver.ts';
import { embeddedError } from './errors.ts';
import { explainOf, profiledPlan } from './plan.ts';
import { type RawAnswer, runRaw, runRawIn } from './raw.ts';
import { readChunks, readRows } from './rows.ts';
import { searchIndexes } from './search-indexes.ts';
import { Store, type StoreOptions, type StoreTransaction } from './store.ts';
import { encodeParameters, wholeAsIntegers } from './values.ts';

export type EmbeddedOptions = StoreOptions;

export interface EmbeddedEngine extends Engine {
  /** Neo4j's driver over the same database, for what is written by hand; closing it closes nothing else. */
  driver(options?: DriverOptions): Driver;
}

/** The graph in this process. Folder and engine are one process's at a time. */
export const openEmbedded = (options: EmbeddedOptions, names: StoredNames = asStored): EmbeddedEngine => {
  const store = new Store(options);
  const ground: Ground = { store, names };
  return {
    kind: 'embedded',
    codec: embeddedCodec,
    read: (statement, call) => read(ground, statement, call),
    transaction: (access, work, { signal }) =>
      untilAborted(signal, () => transaction(ground, access, work, signal)),
    stream: (statement, call) => stream(ground, statement, call),
    plan: (statement, mode, call) => plan(ground, statement, mode, call),
    define: async (statement, call) => void (await execute(ground, statement, call)),
    searchIndexes: searchIndexes(store.database),
    // One process, one store: whatever was written is seen.
    exportBookmarks: async () => [],
    receiveBookmarks: async () => {},
    ping: async (call) =>
      void (await execute(ground, { text: 'RETURN 1 AS `ok`', params: {}, operation: 'ping' }, call)),
    reconnect: () => {
      throw new GraphkeepError(
        'unsupported',
        'The graph is in this process: there is nothing to connect to.',
      );
    },
    close: async () => store.close(),
    driver: (driverOptions = {}) => driverOver(store, driverOptions, () => {}),
  };
};

interface Ground {
  readonly store: Store;
  readonly names: StoredNames;
}

const execute = async (
  { store, names }: Ground,
  { text, params }: Statement,
  { signal }: Call,
): Promise<Answer> => {
  try {
    return await store.run(text, params, signal);
  } catch (error) {
    throw embeddedError(error, names);
  }
};

const read = async (ground: Ground, statement: Statement, call: Call): Promise<Rows> =>
  statement.raw
    ? rawRows(
        await runRaw(ground.store, byHand(statement), {
          lossless: true,
          access: 'read',
          signal: call.signal,
        }),
      )
    : rowsOf(await execute(ground, statement, call));

const rowsOf = async (answer: Answer): Promise<Rows> => ({
  columns: answer.columns,
  rows: await readRows(answer),
  counters: countersOf(answer),
});

const byHand = ({ text, params }: Statement) => ({ text, params: wholeAsIntegers(params) });

const rawRows = (answer: RawAnswer): Rows => ({
  columns: answer.keys,
  rows: answer.rows,
  counters: countersOf(answer),
});

const countersOf = ({ counters }: Pick<Answer, 'counters'>) => ({
  nodesCreated: counters.nodesCreated,
  nodesDeleted: counters.nodesDeleted,
  relationshipsCreated: counters.edgesCreated,
  relationshipsDeleted: counters.edgesDeleted,
  propertiesSet: counters.propertiesSet,
});

async function* stream(ground: Ground, statement: Statement, call: Call): AsyncGenerator<readonly Row[]> {
  if (statement.raw) {
    yield (await read(ground, statement, call)).rows;
    return;
  }
  for await (const chunk of readChunks(await execute(ground, statement, call))) {
    if (call.signal.aborted) throw aborted(call.signal);
    yield chunk;
  }
}

const plan = async (
  { store, names }: Ground,
  { text, params, raw }: Statement,
  mode: PlanMode,
  { signal }: Call,
): Promise<Plan> => {
  const unkept = store.begin();
  try {
    const values = raw ? wholeAsIntegers(params) : params;
    const admitted = raw ? admit(text, values, { lossless: false }).text : text;
    const answer = await unkept.run(`${mode.toUpperCase()} ${admitted}`, encodeParameters(values), signal);
    return answer.profile ? profiledPlan(answer.profile.root) : explainOf(String(answer.rows()[0]?.[0]));
  } catch (error) {
    throw embeddedError(error, names);
  } finally {
    unkept.rollback();
  }
};

const transaction = async <T>(
  { store, names }: Ground,
  access: Access,
  work: (run: Run) => Promise<T>,
  signal: AbortSignal,
): Promise<T> => {
  const open = store.begin();
  try {
    const answer = await work((statement) => runIn(open, statement, access, signal));
    if (signal.aborted) throw aborted(signal);
    if (access === 'write') await open.commit();
    return answer;
  } catch (error) {
    throw embeddedError(error, names);
  } finally {
    open.rollback();
  }
};

const runIn = async (
  open: StoreTransaction,
  statement: Statement,
  access: Access,
  signal: AbortSignal,
): Promise<Rows> =>
  statement.raw
    ? rawRows(await runRawIn(open, byHand(statement), { lossless: true, access, signal }))
    : rowsOf(await open.run(statement.text, statement.params, signal));

/** Whoever waits is told at the deadline, also where the work waits for something else than a statement. */
const untilAborted = async <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
  if (signal.aborted) throw aborted(signal);
  const gone = whenAborted(signal);
  return Promise.race([work(), gone.promise]).finally(gone.forget);
};
