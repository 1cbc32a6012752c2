import type { Ground, Scope } from './at.ts';
import {
  type DrawnClause,
  drawCreate,
  drawDelete,
  drawMatch,
  drawMerge,
  drawRemove,
  drawSet,
  drawUnwind,
} from './clauses.ts';
import { invalid, refuse } from './errors.ts';
import { parseStatement } from './parse-statement.ts';
import { isOfEntity, type Probe, probesOf, withProbes } from './probes.ts';
import { type Column, drawProjection } from './projection.ts';
import type { Clause, Query } from './syntax.ts';
import { join, type Type } from './types.ts';

export interface Admitted {
  /** The statement as the engine is to run it. */
  readonly text: string;
  readonly columns: readonly AdmittedColumn[];
  readonly writes: boolean;
  /** The parameter whose rows the statement takes one by one, so that it may be run for some of them at a time. */
  readonly rows: string | undefined;
}

interface AdmittedColumn {
  readonly name: string;
  readonly type: Type;
  /** What tells the integers of this column from its whole floats. */
  readonly probe: Probe | undefined;
}

export interface GateOptions {
  /** Whether integers must be told from whole floats in what is answered. */
  readonly lossless: boolean;
}

const MOST_CLAUSES = 100;
const WRITES = new Set<Clause['kind']>(['create', 'merge', 'set', 'remove', 'delete']);

/**
 * Lets a Cypher statement pass in words that the engine is known to run rightly. What is wrong is an invalid_input, what
 * cannot be trusted to the engine is unsupported.
 */
export const admit = (
  source: string,
  params: Readonly<Record<string, unknown>>,
  options: GateOptions,
): Admitted => {
  try {
    return admitted(source, params, options);
  } catch (error) {
    // A chain of thousands of operators is a tree as deep.
    if (error instanceof RangeError && /call stack/.test(error.message)) throw refuse('nesting');
    throw error;
  }
};

const admitted = (
  source: string,
  params: Readonly<Record<string, unknown>>,
  { lossless }: GateOptions,
): Admitted => {
  const statement = parseStatement(source);
  let names = 0;
  const ground: Ground = { source, params, fresh: () => `#${names++}` };
  const drawn = statement.queries.map((query) => drawQuery(query, ground));
  const [first] = drawn;
  if (!first) throw invalid(source, 0, 'the statement is empty');
  const isUnion = drawn.length > 1;
  const columns = first.columns.map((column, index) => {
    const all = drawn.map((query) => query.columns[index]);
    if (
      drawn.some((query) => query.columns.length !== first.columns.length) ||
      all.some((one) => one?.name !== column.name)
    )
      throw invalid(source, 0, 'the parts of a UNION must have the same columns');
    return { ...column, type: all.map((one) => one?.type ?? column.type).reduce(join) };
  });
  const probes = lossless ? probesOf(columns) : [];
  if (isUnion && !statement.unionAll && !probes.every((probe) => isOfEntity(columns, probe)))
    throw refuse('numberType', 'UNION');
  if (isUnion && drawn.some((query) => query.columns.length === 0))
    throw invalid(source, 0, 'each part of a UNION ends with RETURN');
  const text = drawn
    .map((query) => (probes.length > 0 ? withProbes(query, columns, probes) : finished(query)))
    .join(statement.unionAll ? ' UNION ALL ' : ' UNION ');
  return {
    text,
    columns: columns.map(({ name, type }, index) => ({
      name,
      type,
      probe: probes.find((probe) => probe.column === index),
    })),
    writes: statement.queries.some(({ clauses }) => clauses.some(({ kind }) => WRITES.has(kind))),
    rows: isUnion ? undefined : rowsParameter(statement.queries[0]?.clauses ?? []),
  };
};

/**
 * UNWIND $rows AS row, and then writes that find nothing but what they have made themselves: a MATCH or a second kind of
 * write would see what the rows before have left.
 */
const rowsParameter = ([first, ...others]: readonly Clause[]): string | undefined => {
  if (first?.kind !== 'unwind' || first.source.kind !== 'parameter' || others.length === 0) return undefined;
  const kinds = new Set(others.map(({ kind }) => kind));
  kinds.delete('set');
  const [only, ...more] = kinds;
  return more.length === 0 && (only === 'create' || only === 'merge') ? first.source.name : undefined;
};

export interface DrawnQuery {
  /** All clauses but the RETURN. */
  readonly body: string;
  /** What follows RETURN; undefined where there is none. */
  readonly answer: string | undefined;
  readonly columns: readonly Column[];
}

const finished = ({ body, answer }: DrawnQuery): string =>
  [body, ...(answer === undefined ? [] : [`RETURN ${answer}`])].filter((part) => part !== '').join(' ');

const drawQuery = ({ clauses }: Query, ground: Ground): DrawnQuery => {
  if (clauses.length > MOST_CLAUSES) throw refuse('nesting', `${clauses.length} clauses`);
  assertOrder(clauses, ground);
  let scope: Scope = new Map();
  const texts: string[] = [];
  for (const clause of clauses) {
    if (clause.kind === 'return') {
      const { text, columns } = drawProjection(clause.projection, undefined, 'return', scope, ground);
      return { body: texts.join(' '), answer: text, columns };
    }
    const drawn = drawClause(clause, scope, ground);
    texts.push(drawn.text);
    scope = drawn.scope;
  }
  return { body: texts.join(' '), answer: undefined, columns: [] };
};

const drawClause = (
  clause: Exclude<Clause, { kind: 'return' }>,
  scope: Scope,
  ground: Ground,
): DrawnClause => {
  switch (clause.kind) {
    case 'match':
      return drawMatch(clause, scope, ground);
    case 'unwind':
      return drawUnwind(clause, scope, ground);
    case 'with': {
      const drawn = drawProjection(clause.projection, clause.where, 'with', scope, ground);
      return { text: `WITH ${drawn.text}`, scope: drawn.scope };
    }
    case 'create':
      return drawCreate(clause, scope, ground);
    case 'merge':
      return drawMerge(clause, scope, ground);
    case 'set':
      return drawSet(clause, scope, ground);
    case 'remove':
      return drawRemove(clause, scope, ground);
    case 'delete':
      return drawDelete(clause, scope, ground);
  }
};

const assertOrder = (clauses: readonly Clause[], ground: Ground): void => {
  let written = false;
  for (const [index, clause] of clauses.entries()) {
    const isLast = index === clauses.length - 1;
    if (clause.kind === 'return' && !isLast)
      throw invalid(ground.source, clause.start, 'RETURN must be the last clause');
    if (isLast && /^(match|unwind|with)$/.test(clause.kind))
      throw invalid(ground.source, clause.start, `a statement cannot end with ${clause.kind.toUpperCase()}`);
    if (written && /^(match|unwind)$/.test(clause.kind))
      throw invalid(
        ground.source,
        clause.start,
        `WITH is required between a write and ${clause.kind.toUpperCase()}`,
      );
    written = WRITES.has(clause.kind) || (written && clause.kind !== 'with');
  }
};
