import type { CommandOf } from '../frame/command-of.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';
import { planOf } from './plan.ts';
import { reportText } from './report-text.ts';

export const cacheStats: CommandOf = (cache, { performs }) =>
  performs(
    onServer(
      cache.command('stats').description('Shows what the cache holds, and how often it had the answer.'),
    ),
    {
      examples: ['graphkeep cache stats', 'graphkeep cache stats --json'],
      run: async (work, options) =>
        withProduct(work, options, async ({ gk }) => {
          const everything = { by: 'cache', selection: { everything: true } } as const;
          const [{ report }, { cache: rates, since }] = await Promise.all([
            planOf(work, gk, everything),
            gk.system.snapshot(undefined, { signal: work.signal }),
          ]);
          const { matched, bytes, byType, complete } = report;
          const rate =
            rates.hitRate === null ? 'nothing was asked for yet' : `${(rates.hitRate * 100).toFixed(1)} %`;
          return {
            value: { values: matched, bytes, byType, complete, since, ...rates },
            text: `${reportText(report)}\nhit rate of the server's process: ${rate} (${rates.hits} hits, ${rates.misses} misses)\n`,
          };
        }),
    },
  );
