import { readFileSync } from 'node:fs';
import { createLogger } from '@graphkeep/core';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import type { openInProcess } from '@graphkeep/server';
import { Misuse } from '../frame/misuse.ts';
import type { Work } from '../frame/work.ts';
import { fetchOverSocket } from './fetch-over-socket.ts';
import { runningAt } from './running-at.ts';
import type { ServerOptions } from './server-options.ts';

export type InProcess = Awaited<ReturnType<typeof openInProcess>>;

/** The product, as a command uses it. */
export interface Product {
  readonly gk: Graphkeep;
  /** `url`: a server elsewhere; `socket`: that of the data folder; `process`: there is none, and this process opened the stores. */
  readonly by: 'url' | 'socket' | 'process';
}

/** Neither is read by whoever answers on a socket, or in this process. */
const LOCAL = { url: 'http://graphkeep.invalid', apiKey: 'operator' };
/** What goes wrong is told once, by the command. */
const SILENT = { log: 'off' } as const;

export const openProduct = async <T>(
  work: Work,
  { url, keyFile }: ServerOptions,
  use: (product: Product) => Promise<T>,
): Promise<T> => {
  if (url !== undefined)
    return use({ gk: createGraphkeep({ url, apiKey: keyFor(work, keyFile), ...SILENT }), by: 'url' });
  const socket = await runningAt(work.config().dataDir);
  if (socket !== undefined)
    return use({
      gk: createGraphkeep({ ...LOCAL, ...SILENT, fetch: fetchOverSocket(socket) }),
      by: 'socket',
    });
  return openStores(work, ({ fetch }) =>
    use({ gk: createGraphkeep({ ...LOCAL, ...SILENT, fetch }), by: 'process' }),
  );
};

export const openStores = async <T>(work: Work, use: (opened: InProcess) => Promise<T>): Promise<T> => {
  const log = createLogger({ level: 'error', destination: { write: work.terminal.err } });
  // It brings the drivers and all of the server, which a command that asks a running one never needs.
  const { openInProcess } = await import('@graphkeep/server');
  const opened = await openInProcess(work.config(), log);
  try {
    return await use(opened);
  } finally {
    await opened.close();
  }
};

const keyFor = ({ config, terminal }: Work, file: string | undefined): string => {
  if (file !== undefined) return readFileSync(file, 'utf8').trim();
  const key = terminal.env['GRAPHKEEP_API_KEY'] ?? config().auth.apiKey?.reveal();
  if (key) return key;
  throw new Misuse('--url needs a key: give --key-file, or set GRAPHKEEP_API_KEY or GRAPHKEEP_API_KEY_FILE.');
};
