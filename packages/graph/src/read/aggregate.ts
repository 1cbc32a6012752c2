import { limits } from '@graphkeep/contract';
import { isScalar } from '@graphkeep/models';
import type { Entity } from '../decode.ts';
import type { Codec, Row } from '../engine/engine.ts';
import { aggregateStatement, groupStatement } from '../statements/aggregate.ts';
import { bounds } from '../statements/bounds.ts';
import { type Column, columnsOf } from '../statements/column.ts';
import { type Measure, measureNames, measuresOf } from '../statements/measure.ts';
import type { Sort } from '../statements/order.ts';
import { assertPlain, wrong } from '../statements/values.ts';
import { assertOptions, type Reader } from './reader.ts';

type Input = Readonly<Record<string, unknown>> & {
  readonly where?: object;
  readonly withDeleted?: boolean;
};

export interface UntypedAggregates {
  aggregate(input: Input): Promise<Entity>;
  groupBy(input: Input): Promise<readonly Entity[]>;
}

const aggregateOptions = new Set(['where', 'withDeleted', ...measureNames]);
const groupOptions = new Set([...aggregateOptions, 'by', 'having', 'orderBy', 'limit']);

export const aggregates = (reader: Reader): UntypedAggregates => ({
  aggregate: async (input) => {
    assertOptions(input, aggregateOptions);
    const { ground, definition } = reader;
    const measures = measuresOf(columnsOf(ground.graph, definition), input);
    if (measures.length === 0) throw wrong('count', `Ask for one of ${measureNames.join(', ')}.`);
    const statement = aggregateStatement(reader.reading(input.withDeleted), input.where ?? {}, measures);
    const { rows } = await ground.read(statement);
    return figuresOf(measures, rows[0] ?? [], 0, ground.codec);
  },

  groupBy: async (input) => {
    assertOptions(input, groupOptions);
    const { ground, definition } = reader;
    const measures = measuresOf(columnsOf(ground.graph, definition), input);
    const by = groupColumns(reader, input['by']);
    const statement = groupStatement(reader.reading(input.withDeleted), {
      where: input.where ?? {},
      by,
      measures,
      having: perMeasure(measures, input['having'] ?? {}, 'having').map(({ measure, at, value }) => ({
        measure,
        at,
        filter: value,
      })),
      sorts: groupSorts(by, measures, input['orderBy'] ?? {}),
      limit: limitOf(input['limit'] ?? limits.pageSize),
    });
    const { rows } = await ground.read(statement);
    return rows.map((row) => ({
      by: groupOf(by, row, ground.codec),
      ...figuresOf(measures, row, by.length, ground.codec),
    }));
  },
});

type GroupColumn = Column & { readonly variable: string };

const groupColumns = ({ ground, definition }: Reader, by: unknown): readonly GroupColumn[] => {
  if (!Array.isArray(by) || by.length === 0) throw wrong('by', 'by must be a list of fields.');
  const columns = columnsOf(ground.graph, definition);
  return [...new Set<unknown>(by)].map((name, index) => {
    const column = columns.get(String(name));
    if (!column || !isScalar(column.field.kind) || column.field.encrypted)
      throw wrong(`by.${String(name)}`, `Nodes cannot be grouped by ${String(name)}.`);
    return { ...column, variable: `g${index}` };
  });
};

interface Said {
  readonly name: string;
  /** Of which field; undefined for the count of nodes. */
  readonly field: string | undefined;
  readonly value: unknown;
  readonly at: string;
}

/** What an input says of measures: `{ count: …, sum: { level: … } }`. Only what is asked for can be spoken of. */
const perMeasure = (measures: readonly Measure[], input: unknown, at: string) => {
  assertPlain(at, input);
  const entries = Object.entries(input).flatMap(([name, value]): Said[] => {
    if (name === 'count') return [{ name, field: undefined, value, at: `${at}.count` }];
    assertPlain(`${at}.${name}`, value);
    return Object.entries(value).map(([field, own]) => ({
      name,
      field,
      value: own,
      at: `${at}.${name}.${field}`,
    }));
  });
  return entries.map((entry) => {
    const measure = measures.find((one) => one.function === entry.name && one.name === entry.field);
    if (!measure) throw wrong(entry.at, `${entry.at} speaks of what this groupBy does not work out.`);
    return { measure, at: entry.at, value: entry.value };
  });
};

/** The first named sorts first; the groups' own values decide where all else is equal. */
const groupSorts = (
  by: readonly GroupColumn[],
  measures: readonly Measure[],
  orderBy: unknown,
): readonly Sort[] => {
  assertPlain('orderBy', orderBy);
  const sorts = Object.entries(orderBy).flatMap(([name, value]): readonly Sort[] => {
    if (name !== 'by')
      return perMeasure(measures, { [name]: value }, 'orderBy').map(({ measure, at, value: direction }) => ({
        field: measure.result.field,
        left: measure.result.of(''),
        direction: directionOf(at, direction),
      }));
    assertPlain('orderBy.by', value);
    return Object.entries(value).map(([field, direction]) => {
      const at = `orderBy.by.${field}`;
      const column = by.find((one) => one.field.name === field);
      if (!column) throw wrong(at, `${at} is none of the fields that make the groups.`);
      return { field: column.field, left: column.variable, direction: directionOf(at, direction) };
    });
  });
  const rest = by.filter(({ variable }) => sorts.every(({ left }) => left !== variable));
  return [
    ...sorts,
    ...rest.map(({ field, variable }): Sort => ({ field, left: variable, direction: 'asc' })),
  ];
};

const directionOf = (at: string, direction: unknown): Sort['direction'] => {
  if (direction !== 'asc' && direction !== 'desc') throw wrong(at, `${at} must be 'asc' or 'desc'.`);
  return direction;
};

const limitOf = (limit: unknown): number => {
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > bounds.groups)
    throw wrong('limit', `limit must be 1 to ${bounds.groups}.`);
  return limit;
};

const groupOf = (by: readonly GroupColumn[], row: Row, codec: Codec): Entity => {
  const group: Entity = {};
  by.forEach(({ field }, index) => {
    const stored = row[index];
    if (stored !== null && stored !== undefined) group[field.name] = codec.decode(field, stored);
  });
  return group;
};

const figuresOf = (measures: readonly Measure[], row: Row, from: number, codec: Codec): Entity => {
  const figures: Record<string, unknown> = {};
  const parts = new Map<string, Entity>();
  measures.forEach(({ function: of, name, result, none }, index) => {
    const stored = row[from + index];
    const value = stored === null || stored === undefined ? none : codec.decode(result.field, stored);
    if (name === undefined) figures[of] = value;
    else {
      const part = parts.get(of) ?? {};
      parts.set(of, part);
      figures[of] = part;
      part[name] = value;
    }
  });
  return figures;
};
