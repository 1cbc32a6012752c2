import type { CommandOf } from '../frame/command-of.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';
import { findKey } from './find-key.ts';

export const revokeKey: CommandOf = (keys, { performs }) =>
  performs(
    onServer(
      keys
        .command('revoke')
        .description('Ends a key for good: whoever uses it is refused from then on.')
        .argument('<key>', 'its id, like key_…')
        .option('--dry-run', 'only show the key')
        .option('--yes', 'without being asked'),
    ),
    {
      examples: ['graphkeep keys revoke key_01jd… --dry-run', 'graphkeep keys revoke key_01jd… --yes'],
      run: async (work, { dryRun, yes, ...server }, keyId) =>
        withProduct(work, server, async ({ gk }) => {
          const key = await findKey(gk, keyId, work.signal);
          const what = `${keyId} is "${key.name}", with ${key.scopes.join(' ')}, and is ${key.state}.`;
          if (dryRun) return { value: { key, revoked: false }, text: `${what}\n` };
          await work.confirm(`${what} Whoever uses it is refused from then on.`, yes);
          const revoked = await gk.system.keys.revoke({ keyId });
          return { value: { key: revoked, revoked: true }, text: `${keyId} is revoked\n` };
        }),
    },
  );
