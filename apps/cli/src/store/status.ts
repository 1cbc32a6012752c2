import type { CommandOf } from '../frame/command-of.ts';
import { tableOf, timeOf } from '../frame/table.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';

export const storeStatus: CommandOf = (store, { performs }) =>
  performs(
    onServer(
      store
        .command('status')
        .description('Shows how each store is, and whether calls to it are let through.'),
    ),
    {
      examples: ['graphkeep store status', 'graphkeep store status --json'],
      run: async (work, options) =>
        withProduct(work, options, async ({ gk }) => {
          const [health, { breakers }] = await Promise.all([
            gk.system.health(undefined, { signal: work.signal }),
            gk.system.stores.breakers(undefined, { signal: work.signal }),
          ]);
          const rows = health.stores.map(({ store: name, state, since, latencyMs, reason }) => [
            ...[name, state, breakers[name] ?? '-', latencyMs === null ? '-' : `${latencyMs.toFixed(1)} ms`],
            ...[timeOf(since), reason ?? ''],
          ]);
          return {
            value: { ...health, breakers },
            text: tableOf(['STORE', 'STATE', 'BREAKER', 'LATENCY', 'SINCE', 'WHY'], rows),
            exit: health.state === 'healthy' ? 'ok' : 'problems',
          };
        }),
    },
  );
