// A process of its own for the tests: runs a migration in batches, and says each one that was kept.
import { createMigrator } from '../src/migrations/migrator.ts';
import { countingMigration } from './counting-migration.ts';
import { engineAt } from './engine-at.ts';

const engine = engineAt(process.argv.slice(2));
console.log('open');
await createMigrator(engine, {
  migrations: [countingMigration],
  lockMs: 500,
  onProgress: ({ state, done }) => process.stdout.write(`${state} ${done ?? ''}\n`),
}).up();
await engine.close();
