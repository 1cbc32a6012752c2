// A process of its own for the tests: writes numbers into a folder for ever, and says each one that was acknowledged.
import { sql } from 'kysely';
import { open } from './stores.ts';

const store = open(`file:${process.argv[2]}`);
await store.write((trx) => sql`CREATE TABLE IF NOT EXISTS numbers (writer int, n int)`.execute(trx));
console.log('open');
for (let n = 0; ; n++) {
  await store.write((trx) => sql`INSERT INTO numbers VALUES (${process.pid}, ${n})`.execute(trx));
  process.stdout.write(`wrote ${n}\n`);
}
