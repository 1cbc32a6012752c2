import type { z } from 'zod';
import type { SeriesDefinition } from './define-series.ts';
import type { Field } from './field.ts';

/** Sums of a series by time and by what is measured, so that long ranges need not be read row by row. */
export interface RollupDefinition<N extends string = string> {
  /** Of the table. */
  readonly name: N;
  readonly of: SeriesDefinition;
  /** Weeks begin on Monday; all of it is UTC. */
  readonly bucket: 'hour' | 'day' | 'week';
  readonly by: readonly Field[];
  /** Of each: how often it was measured, its sum, its least and its greatest value. */
  readonly measures: readonly Field[];
}

interface RollupOptions<N extends string, S extends z.ZodObject> {
  readonly name: N;
  readonly of: SeriesDefinition<string, S>;
  readonly bucket: RollupDefinition['bucket'];
  readonly by: readonly (keyof z.output<S> & string)[];
  readonly measures: readonly (keyof z.output<S> & string)[];
}

/**
 * @example
 * const HourlyDoors = defineRollup({ name: 'hourly_doors', of: DoorCounts, bucket: 'hour', by: ['door'], measures: ['people'] });
 */
export const defineRollup = <const N extends string, S extends z.ZodObject>({
  name,
  of,
  bucket,
  by,
  measures,
}: RollupOptions<N, S>): RollupDefinition<N> => {
  const fieldOf = (field: string): Field => {
    const found = of.fields.find((one) => one.name === field);
    if (!found) throw new TypeError(`The roll-up ${name}: ${of.name} has no ${field}.`);
    return found;
  };
  const measured = measures.map(fieldOf);
  const text = measured.find(({ kind }) => kind !== 'integer' && kind !== 'float');
  if (text) throw new TypeError(`The roll-up ${name}: ${text.name} is no number.`);
  return Object.freeze({ name, of, bucket, by: by.map(fieldOf), measures: measured });
};
