import type { CommandOf } from '../frame/command-of.ts';
import { tableOf, timeOf } from '../frame/table.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';
import { allKeys } from './find-key.ts';

export const listKeys: CommandOf = (keys, { performs }) =>
  performs(onServer(keys.command('list').description('Lists the keys that were made, without their text.')), {
    examples: ['graphkeep keys list', 'graphkeep keys list --json'],
    run: async (work, options) => {
      const found = await withProduct(work, options, ({ gk }) => allKeys(gk, work.signal));
      const rows = found.map(({ keyId, name, state, scopes, owner, expiresAt, lastUsedAt, hint }) => [
        ...[keyId, name, `…${hint}`, state, scopes.join(' '), owner ?? '-'],
        ...[timeOf(expiresAt), timeOf(lastUsedAt)],
      ]);
      const headings = ['KEY', 'NAME', 'ENDS IN', 'STATE', 'SCOPES', 'OWNER', 'UNTIL', 'LAST USED'];
      return { value: found, text: tableOf(headings, rows) };
    },
  });
