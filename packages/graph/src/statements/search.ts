import type { VectorIndex } from '@graphkeep/models';
import type { Statement } from '../engine/engine.ts';
import type { Column } from './column.ts';
import { node, Parameters, quote } from './cypher.ts';
import type { Layout } from './projection.ts';
import { found, type Reading } from './read.ts';
import { whereClause } from './where.ts';

export interface SearchParts {
  readonly where: object;
  /** The columns that decide where two hits are equally good. */
  readonly keys: readonly Column[];
  readonly limit: number;
}

/** Neo4j's full-text index. All its hits are filtered before the limit: the first of them may all be hidden from the caller. */
export const indexedTextStatement = (
  reading: Reading,
  layout: Layout,
  parts: SearchParts & { readonly index: string; readonly text: string },
): Statement => {
  const parameters = new Parameters(reading.codec);
  const call = `CALL db.index.fulltext.queryNodes(${parameters.raw(parts.index)}, ${parameters.raw(luceneOf(parts.text))})`;
  const all = found(reading, parts.where, parameters);
  const text = `${call} YIELD node AS n, score AS ${SCORE}${whereClause(all)}${hits(layout, parts, parameters)}`;
  return { text, params: parameters.values, operation: `${reading.definition.label}.search` };
};

/**
 * The embedded engine's text indexes, of one field each: this one finds, all of them count. Asking for either of two
 * fields in one statement would look at every node.
 */
export const matchedTextStatement = (
  reading: Reading,
  layout: Layout,
  parts: SearchParts & { readonly field: Column; readonly scored: readonly Column[]; readonly text: string },
): Statement => {
  const parameters = new Parameters(reading.codec);
  const words = parameters.raw(parts.text);
  const all = [`text_match(${parts.field.of('n')}, ${words})`, ...found(reading, parts.where, parameters)];
  const score = parts.scored.map(({ of }) => `coalesce(text_score(${of('n')}, ${words}), 0)`).join(' + ');
  const text = `MATCH ${node('n', reading.definition)}${whereClause(all)} WITH n, ${score} AS ${SCORE}${hits(layout, parts, parameters)}`;
  return { text, params: parameters.values, operation: `${reading.definition.label}.search` };
};

export interface VectorParts extends SearchParts {
  readonly field: Column;
  readonly vector: readonly number[];
  readonly similarity: VectorIndex['similarity'];
}

/** Neo4j's vector index, asked for more than is wanted where some of it may be hidden or filtered out. */
export const indexedVectorStatement = (
  reading: Reading,
  layout: Layout,
  parts: VectorParts & { readonly index: string; readonly candidates: number },
): Statement => {
  const parameters = new Parameters(reading.codec);
  const call = `CALL db.index.vector.queryNodes(${parameters.raw(parts.index)}, ${parameters.count(parts.candidates)}, ${parameters.raw(parts.vector)})`;
  const all = found(reading, parts.where, parameters);
  const text = `${call} YIELD node AS n, score AS ${SCORE}${whereClause(all)}${hits(layout, parts, parameters)}`;
  return { text, params: parameters.values, operation: `${reading.definition.label}.nearest` };
};

/** Every node that a filter finds is compared: exact, and as slow as there are many. */
export const comparedVectorStatement = (
  reading: Reading,
  layout: Layout,
  parts: VectorParts,
  engine: 'embedded' | 'neo4j',
): Statement => {
  const parameters = new Parameters(reading.codec);
  const left = parts.field.of('n');
  const all = [...found(reading, parts.where, parameters), `${left} IS NOT NULL`];
  const score = similarities[engine][parts.similarity](left, parameters.raw(parts.vector));
  const text = `MATCH ${node('n', reading.definition)}${whereClause(all)} WITH n, ${score} AS ${SCORE}${hits(layout, parts, parameters)}`;
  return { text, params: parameters.values, operation: `${reading.definition.label}.nearest` };
};

/** From 0 to 1, as Neo4j's index gives it. */
const similarities = {
  neo4j: {
    cosine: (left: string, right: string) => `vector.similarity.cosine(${left}, ${right})`,
    euclidean: (left: string, right: string) => `vector.similarity.euclidean(${left}, ${right})`,
  },
  embedded: {
    cosine: (left: string, right: string) => `(1.0 + cosine_similarity(${left}, ${right})) / 2.0`,
    euclidean: (left: string, right: string) =>
      `1.0 / (1.0 + euclidean_distance(${left}, ${right}) * euclidean_distance(${left}, ${right}))`,
  },
} as const;

const SCORE = quote('$score');

/** The best first; the score is the last column. */
const hits = (layout: Layout, { keys, limit }: SearchParts, parameters: Parameters): string =>
  ` RETURN ${layout.text}, ${SCORE} AS ${SCORE} ORDER BY ${[`${SCORE} DESC`, ...keys.map(({ of }) => of('n'))].join(', ')} LIMIT ${parameters.count(limit)}`;

/** Words for Lucene's parser: every sign that it reads is escaped, and no word is one of its operators, which are upper case. */
const luceneOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}\s]/gu, '\\$&');
