import type { CommandOf } from '../frame/command-of.ts';
import { collected, instant } from '../frame/values.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';
import { shownOnce } from './shown-once.ts';

export const createKey: CommandOf = (keys, { performs }) =>
  performs(
    onServer(
      keys
        .command('create')
        .description('Makes a key, and shows it: this once.')
        .argument('<name>', 'for people: what uses it')
        .requiredOption('--scope <scope>', 'what it may do, like story:read; more than once', collected)
        .option('--owner <id>', 'the one person whose data it sees, like ply_…')
        .option('--expires <time>', 'when it ends, like 2030-01-31', instant),
    ),
    {
      examples: [
        'graphkeep keys create "game server" --scope story:read --scope story:write',
        'graphkeep keys create monitoring --scope system:read --expires 2030-01-31 > monitoring.key',
      ],
      run: async (work, { scope, owner, expires, ...server }, name) => {
        const made = await withProduct(work, server, ({ gk }) =>
          gk.system.keys.create({
            ...{ name, scopes: [...scope] },
            ...(owner !== undefined && { owner }),
            ...(expires && { expiresAt: expires }),
          }),
        );
        work.say(`${made.keyId} is made. Its text is shown this once:`);
        return shownOnce(made);
      },
    },
  );
