import type { Migration } from '../src/migrations/migration.ts';

export const ROWS = 600;

/** Counts how often each row was done, a few rows a batch. */
export const countingMigration: Migration = {
  name: '0001-count',
  checksum: 'count',
  transaction: false,
  up: ({ batches }) =>
    batches('count', {
      read: 'MATCH (n:Person) WHERE n.id > $after RETURN n.id AS cursor ORDER BY cursor LIMIT $size',
      write: 'UNWIND $rows AS row MATCH (n:Person {id: row.cursor}) SET n.count = coalesce(n.count, 0) + 1',
      size: 5,
    }),
};
