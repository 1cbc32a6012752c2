import type { CommandOf } from '../frame/command-of.ts';
import { tableOf, timeOf } from '../frame/table.ts';
import { meantBy, withMeant } from './folders.ts';
import { withDatabases } from './with-databases.ts';

const FINE = new Set(['applied', 'pending']);

export const migrateStatus: CommandOf = (migrate, { performs }) =>
  performs(
    withMeant(
      migrate.command('status').description('Shows which migrations are applied, and which are not.'),
    ),
    {
      examples: [
        'graphkeep migrate status',
        'graphkeep migrate status --graph db/graph --json',
        'graphkeep migrate status --domain infra',
      ],
      run: async (work, options) => {
        const found = await withDatabases(work, meantBy(options), async (databases) => {
          const all = [];
          for (const { name, migrator } of databases)
            for (const status of await migrator.status()) all.push({ database: name, ...status });
          return all;
        });
        const rows = found.map(({ database, name, state, at, reversible }) => [
          ...[database, name, state, timeOf(at), reversible ? 'yes' : 'no'],
        ]);
        const headings = ['DATABASE', 'MIGRATION', 'STATE', 'SINCE', 'CAN BE UNDONE'];
        const isFine = found.every(({ state }) => FINE.has(state));
        return { value: found, text: tableOf(headings, rows), exit: isFine ? 'ok' : 'problems' };
      },
    },
  );
