import { lstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { fetchOverSocket } from '../../reach/fetch-over-socket.ts';
import type { Check } from '../check.ts';
import { fine } from '../finding.ts';
import { reasonOf, within } from '../time-limit.ts';

const ready = z.object({
  status: z.string(),
  stores: z.array(z.object({ store: z.string(), state: z.string() })),
});

/** Whether the server that runs on the data folder takes requests. */
export const serverCheck: Check = {
  name: 'server',
  run: async ({ socket, config }) => {
    if (socket === undefined)
      return [
        fine(
          leftSocket(config.dataDir)
            ? 'none runs; a dead one left its socket, which the next start takes away'
            : 'none runs on this data folder',
        ),
      ];
    try {
      const response = await within(fetchOverSocket(socket)('http://graphkeep.invalid/readyz'));
      const { status, stores } = ready.parse(await response.json());
      if (status === 'healthy') return [fine(`runs, and answers healthy at ${socket}`)];
      const away = stores
        .filter(({ state }) => state !== 'healthy')
        .map(({ store, state }) => `${store} is ${state}`);
      return [
        {
          severity: status === 'degraded' ? 'warning' : 'error',
          what: `The server is ${status}${away.length === 0 ? '' : `: ${away.join(', ')}`}.`,
          why: 'Requests that need what is away fail, or are answered from the cache.',
          remedy: '`graphkeep store status` says why each store is away.',
        },
      ];
    } catch (error) {
      return [
        {
          severity: 'error',
          what: `The server has a socket, and does not answer on it: ${reasonOf(error)}.`,
          why: 'It may hang, or be overloaded.',
          remedy: 'Look into its log, and restart it.',
        },
      ];
    }
  },
};

const leftSocket = (dataDir: string): boolean =>
  lstatSync(resolve(dataDir, 'graphkeep.sock'), { throwIfNoEntry: false }) !== undefined;
