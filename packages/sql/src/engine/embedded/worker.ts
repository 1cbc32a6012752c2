import { existsSync, renameSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { dataDir } from '@electric-sql/pglite-prepopulatedfs';
import { valueParsers } from '../value-types.ts';
import type { Reply, Request, WorkerOptions } from './protocol.ts';

const { folder }: WorkerOptions = workerData;

const reply = (message: Reply): void => parentPort?.postMessage(message);

const parsers = { ...valueParsers };

/** An empty database is unpacked: making one takes seven times as long. It gets its name when it is whole. */
const open = async (): Promise<PGlite> => {
  if (folder === undefined) return PGlite.create({ loadDataDir: await dataDir(), parsers });
  if (!existsSync(folder)) {
    const half = `${folder}.new`;
    rmSync(half, { recursive: true, force: true });
    await (await PGlite.create({ dataDir: half, loadDataDir: await dataDir() })).close();
    renameSync(half, folder);
  }
  return PGlite.create({ dataDir: folder, parsers });
};

const run = async (database: PGlite, { id, text, params }: Request): Promise<void> => {
  try {
    const { rows, affectedRows } = await database.query<Record<string, unknown>>(text, [...params]);
    reply({ kind: 'rows', id, rows, affected: affectedRows });
  } catch (error) {
    const { message, code, detail } = error as Error & { readonly code?: string; readonly detail?: string };
    reply({ kind: 'error', id, message, code, detail });
  }
};

try {
  const database = await open();
  // An answer is sent before the next statement begins: PGlite queues them itself.
  parentPort?.on('message', (request: Request | 'close') => {
    if (request === 'close') void database.close().finally(() => process.exit(0));
    else void run(database, request);
  });
  reply({ kind: 'open' });
} catch (error) {
  reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}
