import type { CommandOf } from '../frame/command-of.ts';
import { wholeNumber } from '../frame/values.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';
import { budget, WAIT_MS } from './plan.ts';

export const warmCache: CommandOf = (cache, { performs }) =>
  performs(
    onServer(
      cache
        .command('warm')
        .description(
          'Reads nodes of a label into the cache, so that who asks for them next finds them there.',
        )
        .argument('<label>', 'the label')
        .option('--limit <count>', 'nodes at most (default: 10000)', wholeNumber),
    ),
    {
      examples: ['graphkeep cache warm World', 'graphkeep cache warm Character --limit 1000'],
      run: async (work, { limit, ...server }, type) => {
        const report = await withProduct(work, server, ({ gk }) =>
          gk.system.cache.warm(
            { type, ...budget, ...(limit !== undefined && { limit }) },
            { signal: work.signal, timeoutMs: WAIT_MS },
          ),
        );
        const rest = report.complete ? '' : '; there was no time for the rest';
        return { value: { type, ...report }, text: `${report.warmed} of ${type} are cached${rest}\n` };
      },
    },
  );
