import { GraphkeepError } from '@graphkeep/core';
import type {
  EntityOf,
  Graph,
  Hit,
  IncludeOf,
  LabelOf,
  LoadedOf,
  Projection,
  SelectOf,
  WhereOf,
} from '@graphkeep/models';
import type { Entity } from '../decode.ts';
import type { Row, Run } from '../engine/engine.ts';
import { deriveSchema } from '../schema/derive.ts';
import { bounds } from '../statements/bounds.ts';
import { type Column, columnsOf, keyColumns } from '../statements/column.ts';
import type { Layout } from '../statements/projection.ts';
import {
  comparedVectorStatement,
  indexedTextStatement,
  indexedVectorStatement,
  matchedTextStatement,
  type SearchParts,
} from '../statements/search.ts';
import { wrong } from '../statements/values.ts';
import { assertOptions, type Reader, type UntypedProjection } from './reader.ts';

type Nothing = Record<never, never>;

export interface Searches<G extends Graph, L extends LabelOf<G>> {
  /** The nodes whose full-text fields hold any of these words, the best first. */
  search<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(
    input: Projection<G, L, I, S, O> & {
      readonly text: string;
      readonly where?: WhereOf<G, L>;
      /** @default 10 */
      readonly limit?: number;
    },
  ): Promise<readonly Hit<LoadedOf<G, L, I, S, O>>[]>;
  /** The nodes whose vector in a field is nearest to this one, the nearest first. */
  nearest<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(
    input: Projection<G, L, I, S, O> & {
      readonly field: VectorFieldOf<EntityOf<G[L]>>;
      readonly vector: readonly number[];
      readonly where?: WhereOf<G, L>;
      /** @default 10 */
      readonly limit?: number;
    },
  ): Promise<readonly Hit<LoadedOf<G, L, I, S, O>>[]>;
}
type VectorFieldOf<E> = {
  [P in keyof E]-?: NonNullable<E[P]> extends readonly number[] ? P : never;
}[keyof E] &
  string;

interface UntypedSearchInput extends UntypedProjection {
  readonly where?: object;
  readonly limit?: number;
}
export interface UntypedSearches {
  search(input: UntypedSearchInput & { readonly text: string }): Promise<readonly Hit<Entity>[]>;
  nearest(
    input: UntypedSearchInput & { readonly field: string; readonly vector: readonly number[] },
  ): Promise<readonly Hit<Entity>[]>;
}

const common = ['where', 'limit', 'include', 'select', 'omit', 'withDeleted'];
const searchOptions = new Set(['text', ...common]);
const nearestOptions = new Set(['field', 'vector', ...common]);

/** Characters of a searched text: a word each at worst, and Lucene takes 1,024. */
const TEXT_LENGTH = 1_000;
/** How many more candidates an index is asked for than are wanted, where some of them may be filtered out. */
const SPARE = 10;

export const searches = (reader: Reader): UntypedSearches => ({
  search: async (input) => {
    assertOptions(input, searchOptions);
    const { definition, ground } = reader;
    const { text } = input;
    if (definition.fullText.length === 0)
      throw new GraphkeepError('unsupported', `${definition.label} has no fullText to search.`);
    if (typeof text !== 'string' || text.length > TEXT_LENGTH || !/[\p{L}\p{N}]/u.test(text))
      throw wrong('text', `text must hold a word, and ${TEXT_LENGTH} characters at most.`);
    const { parts, layout } = partsOf(reader, input);
    const reading = reader.reading(input.withDeleted);
    return reader.consistently(input.include, async (run) => {
      if (ground.engine === 'neo4j') {
        const statement = indexedTextStatement(reading, layout, {
          ...parts,
          text,
          index: indexOf(reader, 'fullText'),
        });
        return hitsOf(reader, run, layout, (await run(statement)).rows, input.include);
      }
      const scored = definition.fullText.map((name) => columnOf(reader, name));
      const rows = new Map<string, Row>();
      for (const field of scored) {
        const found = await run(matchedTextStatement(reading, layout, { ...parts, text, field, scored }));
        for (const row of found.rows) rows.set(keyOf(layout, parts, row), row);
      }
      const best = [...rows].sort(([a, left], [b, right]) => score(right) - score(left) || (a < b ? -1 : 1));
      const kept = best.slice(0, parts.limit).map(([, row]) => row);
      return hitsOf(reader, run, layout, kept, input.include);
    });
  },

  nearest: async (input) => {
    assertOptions(input, nearestOptions);
    const { definition, ground } = reader;
    const { field: name, vector } = input;
    const index = Object.hasOwn(definition.vectors, name) ? definition.vectors[name] : undefined;
    if (!index) throw wrong('field', `${definition.label} has no vector index on ${String(name)}.`);
    assertVector(vector, index.dimensions, index.similarity === 'cosine');
    const { parts: common, layout } = partsOf(reader, input);
    const parts = { ...common, vector, similarity: index.similarity, field: columnOf(reader, name) };
    const reading = reader.reading(input.withDeleted);
    return reader.consistently(input.include, async (run) => {
      const compared = () => run(comparedVectorStatement(reading, layout, parts, ground.engine));
      if (ground.engine === 'embedded')
        return hitsOf(reader, run, layout, (await compared()).rows, input.include);
      const candidates = parts.limit * SPARE;
      const statement = indexedVectorStatement(reading, layout, {
        ...parts,
        index: indexOf(reader, 'vector', parts.field.field.stored),
        candidates,
      });
      const { rows } = await run(statement);
      const enough = rows.length === parts.limit ? rows : (await compared()).rows;
      return hitsOf(reader, run, layout, enough, input.include);
    });
  },
});

const partsOf = (reader: Reader, input: UntypedSearchInput) => {
  const { limit = 10, where = {} } = input;
  if (!Number.isInteger(limit) || limit < 1 || limit > bounds.hits)
    throw wrong('limit', `limit must be 1 to ${bounds.hits}.`);
  const keys = keyColumns(reader.ground.graph, reader.definition);
  const parts: SearchParts = { where, keys, limit };
  return {
    parts,
    layout: reader.layout(
      input,
      keys.map(({ field }) => field.name),
    ),
  };
};

const assertVector = (vector: unknown, dimensions: number, direction: boolean): void => {
  if (!Array.isArray(vector) || vector.length !== dimensions || !vector.every(Number.isFinite))
    throw wrong('vector', `vector must be a list of ${dimensions} numbers.`);
  if (direction && vector.every((one) => one === 0))
    throw wrong('vector', 'vector must not be all zeros: it has no direction.');
};

const columnOf = ({ ground, definition }: Reader, name: string): Column => {
  const column = columnsOf(ground.graph, definition).get(name);
  if (!column) throw wrong('field', `${definition.label} has no field ${name}.`);
  return column;
};

const schemas = new WeakMap<Graph, ReturnType<typeof deriveSchema>>();

/** The name that the schema gives to the index of this definition in Neo4j. */
const indexOf = (
  { ground: { graph }, definition }: Reader,
  kind: 'fullText' | 'vector',
  property?: string,
): string => {
  const schema = schemas.get(graph) ?? deriveSchema(graph, 'neo4j');
  schemas.set(graph, schema);
  const item = schema.find(
    (one) =>
      one.kind === kind &&
      one.label === definition.stored &&
      (property === undefined || one.properties.includes(property)),
  );
  if (!item) throw new GraphkeepError('unsupported', `${definition.label} has no ${kind} index.`);
  return item.name;
};

const keyOf = (layout: Layout, { keys }: SearchParts, row: Row): string =>
  keys.map(({ field }) => String(row[layout.indexOf(field.name)])).join('\0');

const score = (row: Row): number => Number(row.at(-1));

const hitsOf = async (
  reader: Reader,
  run: Run,
  layout: Layout,
  rows: readonly Row[],
  include: object | undefined,
): Promise<readonly Hit<Entity>[]> => {
  const entities = await reader.entities(run, layout, rows, include);
  return entities.map((node, index) => ({ node, score: score(rows[index] ?? []) }));
};
