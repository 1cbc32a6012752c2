import { infraGraph } from '@graphkeep/models/infra';
import type { Series } from '@graphkeep/platform';
import { openTestPlatform } from '@graphkeep/platform/testing';
import type { Measured } from '../src/index.ts';
import { openInfraTables } from '../src/measurements/infra-tables.ts';

/** Monday, noon. */
export const NOW = new Date('2026-06-15T12:00:00Z');

export interface SeriesStore extends Measured, AsyncDisposable {
  readonly series: Series;
}

export const openSeriesStore = async (
  environment: Readonly<Record<string, string>>,
): Promise<SeriesStore> => {
  const now = () => NOW;
  const platform = await openTestPlatform({ graph: infraGraph, environment, now });
  const { sql } = platform.asSystem('the tests measure');
  const series = openInfraTables(sql, now);
  await series.migrate();
  return { sql, series, now, [Symbol.asyncDispose]: () => platform[Symbol.asyncDispose]() };
};
