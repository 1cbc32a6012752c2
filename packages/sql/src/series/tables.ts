import type { RollupDefinition, SeriesDefinition } from '@graphkeep/models';
import type { SqlMigration, Statements } from '../migrations/migration.ts';
import { columnType, PARTS, partColumn, quote, storedKey } from './column.ts';
import { createIndexText } from './index-text.ts';

export interface SeriesTables {
  readonly series: readonly SeriesDefinition[];
  readonly rollups: readonly RollupDefinition[];
}

/** The first migration of series: their tables, in chunks of time where the server has them. */
export const seriesMigration = (name: string, { series, rollups }: SeriesTables): SqlMigration => ({
  name,
  up: [...series.flatMap(seriesTable), LATE, ...rollups.map(rollupTable)],
  down: [
    ...rollups.map((one) => `DROP TABLE ${quote(one.name)}`),
    'DROP TABLE graphkeep_late',
    ...series.map((one) => `DROP TABLE ${quote(one.name)}`),
  ],
});

const seriesTable = (definition: SeriesDefinition): Statements => {
  const { name, fields, later, indexes, chunk } = definition;
  const columns = fields
    .filter((field) => !later.includes(field.name))
    .map((field) => `${quote(field.stored)} ${columnType(field)}${field.optional ? '' : ' NOT NULL'}`);
  const key = [...storedKey(definition), 'time'].map(quote).join(', ');
  return [
    `CREATE TABLE ${quote(name)} (${columns.join(', ')}, PRIMARY KEY (${key}))`,
    {
      where: 'hypertables',
      text: `SELECT create_hypertable('${quote(name)}', by_range('time', INTERVAL '1 ${chunk}'), create_default_indexes => false)`,
    },
    `CREATE INDEX ${quote(`${name}_time`)} ON ${quote(name)} (time DESC)`,
    ...indexes.map((index) => createIndexText(name, index)),
  ];
};

/**
 * Buckets that rows were added to since they were summed up. Each batch adds lines of its own, so that no batch waits for
 * another, and a bucket that is being summed up while rows arrive is summed up again.
 */
const LATE = 'CREATE TABLE graphkeep_late (rollup text NOT NULL, bucket timestamptz NOT NULL)';

const rollupTable = ({ name, by, measures }: RollupDefinition): string => {
  const parts = measures.flatMap((field) =>
    PARTS.map((part) => `${quote(partColumn(field, part))} ${part === 'count' ? 'bigint' : 'float8'}`),
  );
  const columns = [
    'bucket timestamptz NOT NULL',
    ...by.map((field) => `${quote(field.stored)} ${columnType(field)}`),
    '"rows" bigint NOT NULL',
    ...parts,
  ];
  const key = ['bucket', ...by.map((field) => quote(field.stored))].join(', ');
  return `CREATE TABLE ${quote(name)} (${columns.join(', ')}, UNIQUE NULLS NOT DISTINCT (${key}))`;
};
