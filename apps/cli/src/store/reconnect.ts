import type { CommandOf } from '../frame/command-of.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';
import { storeArgument } from './store-argument.ts';

export const reconnectStore: CommandOf = (store, { performs }) =>
  performs(
    onServer(
      store
        .command('reconnect')
        .description('Drops the connections of the server to a store, and makes new ones.')
        .addArgument(storeArgument()),
    ),
    {
      examples: ['graphkeep store reconnect cache'],
      run: async (work, options, name) => {
        const health = await withProduct(work, options, ({ gk }) =>
          gk.system.stores.reconnect({ store: name }),
        );
        return {
          value: health,
          text: `${name} is ${health.state}${health.reason === undefined ? '' : `: ${health.reason}`}\n`,
          exit: health.state === 'healthy' ? 'ok' : 'problems',
        };
      },
    },
  );
