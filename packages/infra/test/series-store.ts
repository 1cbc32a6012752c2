import { secretOf } from '@graphkeep/core';
import { infraRollups, infraSeries } from '@graphkeep/models/infra';
import { openSeries, openSql, type Series } from '@graphkeep/sql';
import type { Measured } from '../src/index.ts';

/** Monday, noon. */
export const NOW = new Date('2026-06-15T12:00:00Z');

export interface SeriesStore extends Measured, AsyncDisposable {
  readonly series: Series;
}

export const openSeriesStore = async (url: string): Promise<SeriesStore> => {
  const sql = openSql<unknown>({ url: secretOf(url) });
  const now = () => NOW;
  const series = openSeries({ store: sql, name: 'infra', series: infraSeries, rollups: infraRollups, now });
  await series.migrate();
  return { sql, series, now, [Symbol.asyncDispose]: () => sql.close() };
};
