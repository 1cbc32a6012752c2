import type { CommandOf } from '../frame/command-of.ts';
import { Misuse } from '../frame/misuse.ts';
import { wholeNumber } from '../frame/values.ts';
import { type Meant, type MeantOptions, meantBy, withMeant } from './folders.ts';
import { withDatabases } from './with-databases.ts';

export const migrateDown: CommandOf = (migrate, { performs }) =>
  performs(
    withMeant(
      migrate
        .command('down')
        .description('Undoes the last migrations of one database, the last first.')
        .option('--count <count>', 'how many (default: 1)', wholeNumber)
        .option('--dry-run', 'only show which')
        .option('--yes', 'without being asked'),
    ),
    {
      examples: [
        'graphkeep migrate down --graph migrations/graph --dry-run',
        'graphkeep migrate down --sql migrations/sql --count 2 --yes',
        'graphkeep migrate down --domain infra --dry-run',
      ],
      run: async (work, { count = 1, dryRun, yes, ...options }) =>
        withDatabases(work, named(options), async (databases) => {
          const [database] = databases;
          if (!database || databases.length > 1)
            throw new Misuse('Say which database: --graph FOLDER, --sql FOLDER or --domain infra.');
          const { name, migrator } = database;
          const known = (await migrator.status()).filter(({ state }) => state !== 'pending');
          const meant = known
            .slice(-count)
            .reverse()
            .map((one) => one.name);
          if (meant.length === 0) return { value: { reverted: [] }, text: 'nothing is applied\n' };
          const what = `${name}: ${meant.join(', ')} ${meant.length === 1 ? 'is' : 'are'} to be undone.`;
          if (dryRun) return { value: { meant }, text: `${what}\n` };
          await work.confirm(`${what} What they have changed is lost.`, yes);
          const reverted = await migrator.down({ count });
          return { value: { reverted }, text: reverted.map((one) => `${name}: ${one} is undone\n`).join('') };
        }),
    },
  );

/** Measurements are lost with their tables: those of a domain must be named. */
const named = (options: MeantOptions): Meant =>
  options.domain === undefined ? { ...meantBy(options), domains: [] } : meantBy(options);
