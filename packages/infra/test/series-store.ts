import { infraGraph, infraRollups, infraSeries } from '@graphkeep/models/infra';
import { openSeries, type Series } from '@graphkeep/platform';
import { openTestPlatform } from '@graphkeep/platform/testing';
import type { Measured } from '../src/index.ts';

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
  const series = openSeries({ store: sql, name: 'infra', series: infraSeries, rollups: infraRollups, now });
  await series.migrate();
  return { sql, series, now, [Symbol.asyncDispose]: () => platform[Symbol.asyncDispose]() };
};
