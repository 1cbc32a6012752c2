import { infraSeries } from '@graphkeep/models/infra';
import type { IngestReport } from '@graphkeep/platform';
import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { measurementsOf } from './measurements.ts';

/** Rows of one call; more are sent by more calls. */
const MOST_ROWS = 5_000;

/** What a check of the installation finds is written by the checks alone. */
const given = infraSeries.filter(({ name }) => name !== 'validation_results');
const names = given.map(({ name }) => name);

export const ingestInput = z.strictObject({
  series: z.enum(names),
  /** As the series has them. What is wrong is left out, and told by its place. */
  rows: z.array(z.looseObject({})).min(1).max(MOST_ROWS),
});
export type Ingest = z.input<typeof ingestInput>;

export const ingestReport = z.strictObject({
  inserted: z.int(),
  /** Rows that were there already; what was there stays. */
  duplicates: z.int(),
  rejected: z.int(),
  /** The first hundred of them. */
  rejections: z.array(z.strictObject({ index: z.int(), field: z.string(), message: z.string() })).readonly(),
});

/** Takes measurements: the same rows may be sent again after any failure. */
export const ingest = async (platform: EstateGraph, input: Ingest): Promise<IngestReport> => {
  const { series, rows } = ingestInput.parse(input);
  const definition = given.find(({ name }) => name === series);
  if (!definition) throw new TypeError(`There is no series ${series}.`);
  // Each row is looked at by itself, so that one that is wrong does not stop the others.
  return measurementsOf(platform).ingest(definition, rows.map(withDates) as never);
};

/** Where a row was sent as plain JSON its times are texts. */
const withDates = (row: object): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, isTime(name, value) ? new Date(value) : value]),
  );
const isTime = (name: string, value: unknown): value is string =>
  (name === 'time' || name === 'resolvedAt') && typeof value === 'string' && !Number.isNaN(Date.parse(value));
