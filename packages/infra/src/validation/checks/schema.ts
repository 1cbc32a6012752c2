import { infraRollups, infraSeries } from '@graphkeep/models/infra';
import { sql } from 'kysely';
import { planned } from '../../optimisation/plan-indexes.ts';
import { readIndexes } from '../../optimisation/read-indexes.ts';
import { type Check, failed, passed, someOf } from '../check.ts';

const graphSchema: Check = {
  ...{ name: 'constraints of the graph', category: 'schema', severity: 'critical', needs: ['graph'] },
  look: async ({ estate }) => {
    const problems = await estate.graphCare.schema.verify();
    return problems.length === 0
      ? passed('All constraints and indexes are there.')
      : failed(`${someOf(problems)}.`, 'Run `graphkeep schema apply`.');
  },
};

/** By the names of PostgreSQL. */
const types = {
  string: 'text',
  integer: 'bigint',
  float: 'double precision',
  boolean: 'boolean',
  date: 'timestamp with time zone',
  list: 'ARRAY',
  json: 'jsonb',
} as const;

const wantedColumns = (): ReadonlyMap<string, string | undefined> =>
  new Map([
    ...infraSeries.flatMap(({ name, fields }) =>
      fields.map(({ stored, kind }) => [`${name}.${stored}`, types[kind]] as const),
    ),
    ...infraRollups.flatMap(({ name, by }) =>
      by.map(({ stored, kind }) => [`${name}.${stored}`, types[kind]] as const),
    ),
    ...infraRollups.map(({ name }) => [`${name}.bucket`, types.date] as const),
  ]);

const tables: Check = {
  ...{ name: 'tables of measurements', category: 'schema', severity: 'critical', needs: ['sql'] },
  look: async ({ sql: store }) => {
    const { rows } = await store.read((db) =>
      sql<{ column: string; type: string }>`
        SELECT table_name || '.' || column_name AS "column", data_type AS type FROM information_schema.columns
        WHERE table_schema = ANY (current_schemas(false))`.execute(db),
    );
    const there = new Map(rows.map(({ column, type }) => [column, type]));
    const problems = [...wantedColumns()].flatMap(([column, type]) => {
      const found = there.get(column);
      if (found === undefined) return [`${column} is missing`];
      return found === type ? [] : [`${column} is ${found} and not ${type}`];
    });
    return problems.length === 0
      ? passed('All tables and columns are there.')
      : failed(`${someOf(problems)}.`, 'Run `graphkeep migrate up`.');
  },
};

const keys: Check = {
  ...{ name: 'keys of measurements', category: 'schema', severity: 'high', needs: ['sql'] },
  look: async ({ sql: store }) => {
    const names = infraSeries.map(({ name }) => name);
    const found = await store.read((db) => readIndexes(db, names));
    const without = infraSeries
      .filter(({ name, fields, key }) => {
        const columns = [
          ...key.map((part) => fields.find((one) => one.name === part)?.stored ?? part),
          'time',
        ];
        return !found.some(
          (one) => one.table === name && one.unique && one.valid && String(one.columns) === String(columns),
        );
      })
      .map(({ name }) => name);
    return without.length === 0
      ? passed('Each table has its key.')
      : failed(
          `Nothing keeps duplicates out of ${someOf(without)}.`,
          'Give the table its primary key back, once its duplicates are removed.',
        );
  },
};

const indexes: Check = {
  ...{ name: 'indexes of measurements', category: 'schema', severity: 'medium', needs: ['sql'] },
  look: async ({ sql: store }) => {
    const all = await store.read((db) => planned(db, store.kind));
    const wanting = all.filter(({ statements }) => statements.length > 0);
    return wanting.length === 0
      ? passed('Hot statements have their indexes.')
      : failed(
          `${someOf(wanting.map(({ name, state }) => `${name} is ${state}`))}.`,
          'Run `graphkeep infra optimise`.',
        );
  },
};

export const schemaChecks: readonly Check[] = [graphSchema, tables, keys, indexes];
