import type { CommandOf } from '../frame/command-of.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';
import { planOf } from './plan.ts';

export const flushCache: CommandOf = (cache, { performs }) =>
  performs(
    onServer(
      cache
        .command('flush')
        .description('Ends all that is cached of a label or read model at once, in every process.')
        .argument('<type>', 'the label or read model')
        .option('--dry-run', 'only show how many values there are')
        .option('--yes', 'without being asked'),
    ),
    {
      examples: ['graphkeep cache flush Session --dry-run', 'graphkeep cache flush SessionState --yes'],
      run: async (work, { dryRun, yes, ...server }, type) =>
        withProduct(work, server, async ({ gk }) => {
          const selection = { types: [type], everything: true } as const;
          const { report } = await planOf(work, gk, {
            by: 'cache',
            selection: { ...selection, types: [...selection.types] },
          });
          const what = `${report.matched} values of ${type} are cached.`;
          if (dryRun) return { value: { type, values: report.matched }, text: `${what}\n` };
          await work.confirm(what, yes);
          const { outcome } = await gk.system.cache.flush({ type });
          const text =
            outcome === 'applied' ? `${type} is flushed\n` : `${type} is flushed as soon as Redis is there\n`;
          return { value: { type, values: report.matched, outcome }, text };
        }),
    },
  );
