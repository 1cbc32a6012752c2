import { type Field, isScalar } from '@graphkeep/models';
import { z } from 'zod';
import type { Column, Columns } from './column.ts';
import { wrong } from './values.ts';

const functions = ['countDistinct', 'sum', 'avg', 'min', 'max'] as const;
type MeasureFunction = (typeof functions)[number];

/** One figure of many nodes: how it is worked out, under which variable it is then known, and what it means if there is none. */
export interface Measure {
  readonly function: MeasureFunction | 'count';
  /** The field that it is of; undefined for the count of nodes. */
  readonly name: string | undefined;
  readonly text: string;
  readonly result: Column;
  readonly none: 0 | null;
}

/** The names that an input may have for its measures. */
export const measureNames: readonly string[] = ['count', ...functions];

export const measuresOf = (
  columns: Columns,
  input: Readonly<Record<string, unknown>>,
): readonly Measure[] => {
  const measures: Measure[] = [];
  const add = (measure: Pick<Measure, 'function' | 'name' | 'text'>, field: Field): void => {
    const variable = `m${measures.length}`;
    const none = ['count', 'countDistinct', 'sum'].includes(measure.function) ? 0 : null;
    measures.push({
      ...measure,
      none,
      result: { field: { ...field, optional: none === null }, of: () => variable },
    });
  };
  const { count } = input;
  if (count !== undefined) {
    if (count !== true) throw wrong('count', 'count must be true.');
    add({ function: 'count', name: undefined, text: 'count(n)' }, figure('count', 'integer'));
  }
  for (const one of functions) {
    const names = input[one];
    if (names === undefined) continue;
    if (!Array.isArray(names)) throw wrong(one, `${one} must be a list of fields.`);
    for (const name of new Set<unknown>(names)) {
      const { field, of } = measurable(columns, one, name);
      const left = of('n');
      const text = one === 'countDistinct' ? `count(DISTINCT ${left})` : `${one}(${left})`;
      add({ function: one, name: field.name, text }, resultField(one, field));
    }
  }
  return measures;
};

const measurable = (columns: Columns, one: MeasureFunction, name: unknown): Column => {
  const column = columns.get(String(name));
  const kinds: Readonly<Record<MeasureFunction, (kind: string) => boolean>> = {
    countDistinct: () => true,
    sum: (kind) => kind === 'integer' || kind === 'float',
    avg: (kind) => kind === 'integer' || kind === 'float',
    min: (kind) => kind !== 'boolean',
    max: (kind) => kind !== 'boolean',
  };
  const { kind = 'json', encrypted = true } = column?.field ?? {};
  if (!column || encrypted || !isScalar(kind) || !kinds[one](kind))
    throw wrong(`${one}.${String(name)}`, `There is no ${one} of ${String(name)}.`);
  return column;
};

const resultField = (one: MeasureFunction, field: Field): Field => {
  if (one === 'countDistinct') return figure(field.name, 'integer');
  return one === 'avg' ? figure(field.name, 'float') : field;
};

const figure = (name: string, kind: 'integer' | 'float'): Field => ({
  name,
  stored: name,
  kind,
  element: undefined,
  missing: undefined,
  optional: false,
  value: z.number(),
  encrypted: false,
  blind: undefined,
});
