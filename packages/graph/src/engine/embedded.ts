import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import grafeo from '@grafeo-db/js';
import { GraphkeepError, StartError } from '@graphkeep/core';
import { embeddedCodec } from './codecs.ts';
import { embeddedError } from './embedded-errors.ts';
import type { Access, Engine, Rows, Run, Statement } from './engine.ts';
import { soundRun } from './sound-run.ts';

export interface EmbeddedOptions {
  /** Where the graph is kept; undefined keeps it in memory. */
  readonly folder: string | undefined;
}

/** A killed process loses nothing; lost power can cost the writes since the last checkpoint. */
const CHECKPOINT_MS = 1_000;

type Database = InstanceType<typeof grafeo.GrafeoDB>;
interface Executor {
  executeCypher(text: string, params: unknown): Promise<{ columns: string[]; rows(): unknown[][] }>;
}

/** The graph in this process. Folder and engine are one process's at a time. */
export const openEmbedded = ({ folder }: EmbeddedOptions): Engine => {
  const database = folder === undefined ? grafeo.GrafeoDB.create() : openFolder(folder);
  return {
    kind: 'embedded',
    codec: embeddedCodec,
    read: (statement, signal) => refuseAborted(signal, () => execute(database, statement)),
    transaction: (access, work, signal) =>
      refuseAborted(signal, () => transaction(database, access, work, signal)),
    define: (statement, signal) =>
      refuseAborted(signal, async () => void (await execute(database, statement))),
    ping: async (signal) => {
      await refuseAborted(signal, () =>
        execute(database, { text: 'RETURN 1 AS `ok`', params: {}, operation: 'ping' }),
      );
    },
    close: async () => database.close(),
  };
};

const openFolder = (folder: string): Database => {
  const owner = join(folder, 'owner.json');
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StartError(
      `The data folder ${folder} cannot be made: ${message(error)}. Set GRAPHKEEP_DATA to one that can.`,
      { cause: error },
    );
  }
  try {
    const database = grafeo.GrafeoDB.create(join(folder, 'graph.db'));
    database.setCheckpointTriggers({ intervalMs: CHECKPOINT_MS });
    writeFileSync(owner, JSON.stringify({ pid: process.pid }));
    return database;
  } catch (error) {
    throw new StartError(
      /cannot be locked/.test(message(error))
        ? `The data folder ${folder} is in use by ${ownerOf(owner)}. Stop it, or set GRAPHKEEP_DATA to another folder.`
        : `The graph in ${folder} cannot be opened: ${message(error)}. Restore it from a backup, or set GRAPHKEEP_DATA to another folder.`,
      { cause: error },
    );
  }
};

const ownerOf = (file: string): string => {
  try {
    const owner: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof owner === 'object' && owner !== null && 'pid' in owner) return `process ${String(owner.pid)}`;
  } catch {}
  return 'another process';
};

const execute = async (executor: Executor, { text, params }: Statement): Promise<Rows> => {
  try {
    const result = await executor.executeCypher(text, params);
    return { columns: result.columns, rows: result.rows() };
  } catch (error) {
    throw embeddedError(error);
  }
};

const transaction = async <T>(
  database: Database,
  access: Access,
  work: (run: Run) => Promise<T>,
  signal: AbortSignal,
): Promise<T> => {
  const open = database.beginTransaction();
  const { run, assertSound } = soundRun((statement) => {
    signal.throwIfAborted();
    return execute(open, statement);
  });
  try {
    const answer = await work(run);
    assertSound();
    signal.throwIfAborted();
    if (access === 'read') open.rollback();
    else open.commit();
    return answer;
  } catch (error) {
    if (open.isActive) open.rollback();
    throw embeddedError(error);
  }
};

const refuseAborted = async <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
  if (signal.aborted)
    throw signal.reason instanceof Error
      ? signal.reason
      : new GraphkeepError('cancelled', 'The caller ended the request.');
  return work();
};

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
