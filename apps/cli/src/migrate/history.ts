import type { CommandOf } from '../frame/command-of.ts';
import { tableOf, timeOf } from '../frame/table.ts';
import { meantBy, withMeant } from './folders.ts';
import { withDatabases } from './with-databases.ts';

export const migrateHistory: CommandOf = (migrate, { performs }) =>
  performs(
    withMeant(migrate.command('history').description('Shows what was applied, and when, the first first.')),
    {
      examples: ['graphkeep migrate history', 'graphkeep migrate history --json'],
      run: async (work, options) => {
        const found = await withDatabases(work, meantBy(options), async (databases) => {
          const all = [];
          for (const { name, migrator } of databases)
            for (const { name: migration, state, at } of await migrator.status())
              if (at) all.push({ at, database: name, migration, state });
          return all.sort((one, other) => one.at.getTime() - other.at.getTime());
        });
        const rows = found.map(({ at, database, migration, state }) => [
          timeOf(at),
          database,
          migration,
          state,
        ]);
        return { value: found, text: tableOf(['AT', 'DATABASE', 'MIGRATION', 'STATE'], rows) };
      },
    },
  );
