import { createHash } from 'node:crypto';
import type { SeriesIndex } from '@graphkeep/models';
import { createIndexText } from '@graphkeep/platform';
import type { Kysely } from 'kysely';
import type { Measured } from '../series/measured.ts';
import { type HotIndex, hotIndexes } from './hot-indexes.ts';
import { type FoundIndex, readIndexes, readTables } from './read-indexes.ts';

export interface PlannedIndex {
  readonly name: string;
  readonly table: string;
  readonly serves: string;
  readonly why: string;
  /** `broken`: left by an attempt that did not end. `different`: of the same name, and not as it is defined. */
  readonly state: 'present' | 'missing' | 'broken' | 'different' | 'no table';
  /** `by chunk`: writers wait for one chunk at most. `plainly`: in a store that has one session. */
  readonly way: 'concurrently' | 'by chunk' | 'plainly';
  /** What is to be run, in order; nothing where it is present. */
  readonly statements: readonly string[];
}

export interface OptimisationPlan {
  readonly indexes: readonly PlannedIndex[];
  /** How many of them are to be made. */
  readonly toMake: number;
  /** Names what was planned: it is of no use once the tables are in another state. */
  readonly confirm: string;
}

/** Looks at the indexes of the hot statements, and changes nothing. */
export const planIndexes = async ({ sql: store }: Pick<Measured, 'sql'>): Promise<OptimisationPlan> =>
  planOf(await store.read((db) => planned(db, store.kind)));

export const planOf = (indexes: readonly PlannedIndex[]): OptimisationPlan => ({
  indexes,
  toMake: indexes.filter(({ statements }) => statements.length > 0).length,
  confirm: createHash('sha256')
    .update(JSON.stringify(indexes.map(({ name, state, statements }) => [name, state, statements])))
    .digest('base64url')
    .slice(0, 32),
});

export const planned = async (
  db: Kysely<unknown>,
  kind: 'postgres' | 'embedded',
): Promise<readonly PlannedIndex[]> => {
  const tables = [...new Set(hotIndexes.map(({ table }) => table))];
  const [there, found] = [await readTables(db, tables), await readIndexes(db, tables)];
  return hotIndexes.map((hot): PlannedIndex => {
    const { table, index, serves, why } = hot;
    const known = there.get(table);
    const state = known
      ? stateOf(
          index,
          found.find(({ name }) => name === index.name),
        )
      : 'no table';
    const way = kind === 'embedded' ? 'plainly' : known?.chunked ? 'by chunk' : 'concurrently';
    return { name: index.name, table, serves, why, state, way, statements: statementsFor(hot, state, way) };
  });
};

/** A predicate is told by whether there is one: PostgreSQL writes it in words of its own. */
const stateOf = (wanted: SeriesIndex, found: FoundIndex | undefined): PlannedIndex['state'] => {
  if (!found) return 'missing';
  if (!found.valid) return 'broken';
  const same =
    String(found.columns) === String(wanted.columns) &&
    String(found.include) === String(wanted.include ?? []) &&
    found.partial === (wanted.where !== undefined);
  return same ? 'present' : 'different';
};

const statementsFor = (
  { table, index }: HotIndex,
  state: PlannedIndex['state'],
  way: PlannedIndex['way'],
): readonly string[] => {
  if (state === 'present' || state === 'no table') return [];
  const concurrently = way === 'concurrently';
  return [
    ...(state === 'missing'
      ? []
      : [`DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}IF EXISTS "${index.name}"`]),
    createIndexText(table, index, { concurrently, byChunk: way === 'by chunk' }),
  ];
};
