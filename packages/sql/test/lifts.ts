import { defineRollup, defineSeries } from '@graphkeep/models';
import { z } from 'zod';
import { openSeries, type SqlStore } from '../src/index.ts';
import type { Tables } from './stores.ts';

/** A series and its roll-up, for tests that need more buckets than one transaction sums up. */
export const Lifts = defineSeries({
  name: 'lifts',
  schema: z.strictObject({ time: z.date(), lift: z.string(), people: z.int() }),
  key: ['lift'],
  chunk: 'day',
});
export const HourlyLifts = defineRollup({
  name: 'hourly_lifts',
  of: Lifts,
  bucket: 'hour',
  by: ['lift'],
  measures: ['people'],
});

export const liftsIn = (store: SqlStore<Tables>) =>
  openSeries({ store, name: 'lifts', series: [Lifts], rollups: [HourlyLifts] });
