import type { Ground } from './at.ts';
import { invalid, refuse } from './errors.ts';
import { parseStatement } from './parse-statement.ts';
import { isOfEntity, type Probe, probesOf, withProbes } from './probes.ts';
import { drawQuery, finished, isWriting } from './query.ts';
import type { Clause } from './syntax.ts';
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
  const writes = statement.queries.some(isWriting);
  const ground: Ground = { source, params, writes, fresh: () => `#${names++}` };
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
    writes,
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
