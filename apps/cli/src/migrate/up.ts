import type { CommandOf } from '../frame/command-of.ts';
import { meantBy, withMeant } from './folders.ts';
import { withDatabases } from './with-databases.ts';

export const migrateUp: CommandOf = (migrate, { performs }) =>
  performs(
    withMeant(
      migrate
        .command('up')
        .description('Applies what is not applied yet, in order.')
        .option('--dry-run', 'only show the statements; nothing is kept of what they do'),
    ),
    {
      examples: [
        'graphkeep migrate up --dry-run',
        'graphkeep migrate up',
        'graphkeep migrate up --domain infra --json',
      ],
      run: async (work, { dryRun, ...options }) =>
        withDatabases(work, meantBy(options), async (databases) => {
          if (dryRun) {
            const statements = [];
            for (const { name, migrator } of databases)
              for (const one of await migrator.dryRun()) statements.push({ database: name, ...one });
            const lines = statements.map(
              ({ database, migration, text }) => `${database} ${migration}: ${text}\n`,
            );
            return { value: { statements }, text: lines.join('') || 'nothing is to be applied\n' };
          }
          const applied = [];
          for (const { name, migrator } of databases)
            for (const migration of await migrator.up()) applied.push({ database: name, migration });
          const lines = applied.map(({ database, migration }) => `${database}: ${migration} is applied\n`);
          return { value: { applied }, text: lines.join('') || 'all was applied already\n' };
        }),
    },
  );
