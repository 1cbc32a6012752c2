import type { CommandOf } from '../frame/command-of.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';
import { storeArgument } from './store-argument.ts';

export const openBreaker: CommandOf = (store, { performs }) =>
  performs(
    onServer(
      store
        .command('open-breaker')
        .description('Refuses all calls of the server to a store, until its breaker is closed.')
        .addArgument(storeArgument())
        .option('--dry-run', 'only show how the breakers are')
        .option('--yes', 'without being asked'),
    ),
    {
      examples: ['graphkeep store open-breaker cache --dry-run', 'graphkeep store open-breaker cache --yes'],
      run: async (work, { dryRun, yes, ...server }, name) =>
        withProduct(work, server, async ({ gk }) => {
          const before = await gk.system.stores.breakers(undefined, { signal: work.signal });
          const what = `The breaker of ${name} is ${before.breakers[name] ?? 'not there'}.`;
          if (dryRun) return { value: before, text: `${what}\n` };
          await work.confirm(`${what} Opened, every call to ${name} is refused until it is closed.`, yes);
          return { value: await gk.system.stores.openBreaker({ store: name }), text: `${name}: open\n` };
        }),
    },
  );

export const closeBreaker: CommandOf = (store, { performs }) =>
  performs(
    onServer(
      store
        .command('close-breaker')
        .description('Lets calls of the server to a store through again, and forgets its failures so far.')
        .addArgument(storeArgument()),
    ),
    {
      examples: ['graphkeep store close-breaker cache'],
      run: async (work, options, name) => {
        const after = await withProduct(work, options, ({ gk }) =>
          gk.system.stores.closeBreaker({ store: name }),
        );
        return { value: after, text: `${name}: ${after.breakers[name] ?? 'closed'}\n` };
      },
    },
  );
