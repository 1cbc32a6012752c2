import { limits } from '@graphkeep/contract';
import type {
  EntityOf,
  Graph,
  IncludeOf,
  KeyOf,
  LabelOf,
  LoadedOf,
  NodeDefinition,
  Projection,
  SelectOf,
} from '@graphkeep/models';
import { concretesOf } from '@graphkeep/models';
import type { Entity } from '../decode.ts';
import type { Row, Run } from '../engine/engine.ts';
import { notFound } from '../repository-input.ts';
import { keyField } from '../statements/column.ts';
import type { Layout } from '../statements/projection.ts';
import { getManyStatement, getStatement, type Home, type Reading } from '../statements/read.ts';
import { assertKind, assertPlain, wrong } from '../statements/values.ts';
import { batchedRow, rowsByKey } from './get-batch.ts';
import { isAsked, type Reader, type UntypedProjection } from './reader.ts';

type Nothing = Record<never, never>;

export interface Gets<G extends Graph, L extends LabelOf<G>> {
  /** The node of this key with what is included; an error `not_found` where there is none. */
  get<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(input: KeyOf<G[L]> & Projection<G, L, I, S, O>): Promise<LoadedOf<G, L, I, S, O>>;
  /** The nodes of these keys, in their order. */
  getMany<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(
    keys: readonly KeyOf<G[L]>[],
    options?: Projection<G, L, I, S, O> & {
      /** What is done about a key that no node has. @default 'skip' */
      readonly missing?: 'skip' | 'error';
    },
  ): Promise<readonly LoadedOf<G, L, I, S, O>[]>;
}

/** The same before its definition gives it types. */
export interface UntypedGets {
  get(input: Entity & UntypedProjection): Promise<Entity>;
  getMany(
    keys: readonly Entity[],
    options?: UntypedProjection & { readonly missing?: 'skip' | 'error' },
  ): Promise<readonly Entity[]>;
}

export const gets = (reader: Reader): UntypedGets => ({
  get: async (input) => {
    const { definition, ground } = reader;
    const { include, withDeleted } = input;
    const { home, key } = placeOf(ground.graph, definition, input);
    const [reading, layout] = [reader.reading(withDeleted), reader.layout(input)];
    if (!isAsked(include)) {
      const row = await batchedRow(ground, home, reading, layout, key);
      if (!row) throw notFound(definition, key);
      return reader.entity(layout, row);
    }
    return reader.consistently(include, async (run) => {
      const { rows } = await run(getStatement(reading, layout, home, key));
      const [entity] = await reader.entities(run, layout, rows, include);
      if (!entity) throw notFound(definition, key);
      return entity;
    });
  },

  getMany: async (keys, options = {}) => {
    const { definition, ground } = reader;
    const { include, withDeleted, missing = 'skip' } = options;
    if (!Array.isArray(keys) || keys.length > limits.maxListFilter)
      throw wrong('keys', `getMany takes a list of ${limits.maxListFilter} keys at most.`);
    const places = keys.map((key) => placeOf(ground.graph, definition, key));
    const [reading, layout] = [reader.reading(withDeleted), reader.layout(options)];
    return reader.consistently(include, async (run) => {
      const rows = await rowsOf(run, reading, layout, places);
      const missed = places.find((_, index) => rows[index] === undefined);
      if (missed && missing === 'error') throw notFound(definition, missed.key);
      return reader.entities(run, layout, rows.filter(isThere), include);
    });
  },
});

export const isThere = (row: Row | undefined): row is Row => row !== undefined;

/** The row of each place, in their order; a statement for each label. */
export const rowsOf = async (
  run: Run,
  reading: Reading,
  layout: Layout,
  places: readonly KeyPlace[],
): Promise<readonly (Row | undefined)[]> => {
  const byHome = new Map<Home, ReadonlyMap<unknown, Row>>();
  for (const [home, own] of Map.groupBy(places, (place) => place.home)) {
    const keys = [...new Set(own.map(({ key }) => key))];
    byHome.set(home, rowsByKey(await run(getManyStatement(reading, layout, home, keys))));
  }
  return places.map(({ home, key }) => byHome.get(home)?.get(key));
};

/** Under which label a key is to be looked up, and the key itself. */
export interface KeyPlace {
  readonly home: Home;
  readonly key: unknown;
}

/** The place that an input with a key names. */
export const placeOf = (graph: Graph, definition: NodeDefinition, input: unknown): KeyPlace => {
  assertPlain('input', input);
  if (!definition.traits.abstract) {
    const key = input[definition.key];
    assertKind(definition.key, keyField(definition), key);
    return { home: definition, key };
  }
  const { $label, $key } = input;
  const home = concretesOf(graph, definition).find(({ label }) => label === $label);
  if (!home) throw wrong('$label', `$label must be the label of a ${definition.label}.`);
  assertKind('$key', keyField(home), $key);
  return { home, key: $key };
};
