import type { Statement } from '../engine/engine.ts';
import type { Column } from './column.ts';
import { comparisons } from './comparison.ts';
import { node, Parameters } from './cypher.ts';
import type { Measure } from './measure.ts';
import { orderClause, type Sort } from './order.ts';
import { found, type Reading } from './read.ts';
import { whereClause } from './where.ts';

/** Figures of all nodes that a filter finds: one row. */
export const aggregateStatement = (
  reading: Reading,
  where: object,
  measures: readonly Measure[],
): Statement => {
  const parameters = new Parameters(reading.codec);
  const figures = measures.map(({ text, result }) => `${text} AS ${result.of('')}`).join(', ');
  const text = `MATCH ${node('n', reading.definition)}${whereClause(found(reading, where, parameters))} RETURN ${figures}`;
  return { text, params: parameters.values, operation: `${reading.definition.label}.aggregate` };
};

export interface GroupParts {
  readonly where: object;
  /** The columns whose values make a group, and the variable of each. */
  readonly by: readonly (Column & { readonly variable: string })[];
  readonly measures: readonly Measure[];
  readonly having: readonly { readonly measure: Measure; readonly at: string; readonly filter: unknown }[];
  readonly sorts: readonly Sort[];
  readonly limit: number;
}

/** Figures of groups of nodes: a row each. The sum of nothing is made 0 before it is compared: the engines differ in it. */
export const groupStatement = (reading: Reading, parts: GroupParts): Statement => {
  const { by, measures } = parts;
  const parameters = new Parameters(reading.codec);
  const where = whereClause(found(reading, parts.where, parameters));
  const groups = by.map(({ of, variable }) => `${of('n')} AS ${variable}`);
  const figures = measures.map(({ text, result }) => `${text} AS ${result.of('')}`);
  const kept = by.map(({ variable }) => variable);
  const sound = measures.map(({ none, result }) => {
    const variable = result.of('');
    return none === 0 ? `coalesce(${variable}, 0) AS ${variable}` : variable;
  });
  const having = parts.having.flatMap(({ measure, at, filter }) =>
    comparisons({ variable: '', column: measure.result, at }, filter, parameters, true),
  );
  const returned = [...kept, ...measures.map(({ result }) => result.of(''))].map((one) => `${one} AS ${one}`);
  const text = [
    `MATCH ${node('n', reading.definition)}${where}`,
    `WITH ${figures.length === 0 ? 'DISTINCT ' : ''}${[...groups, ...figures].join(', ')}`,
    `WITH ${[...kept, ...sound].join(', ')}${whereClause(having)}`,
    `RETURN ${returned.join(', ')}${orderClause(parts.sorts)} LIMIT ${parameters.count(parts.limit)}`,
  ].join(' ');
  return { text, params: parameters.values, operation: `${reading.definition.label}.groupBy` };
};
