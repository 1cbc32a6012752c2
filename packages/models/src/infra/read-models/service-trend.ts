import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, figure, list, range } from './answer.ts';
import { ofSeries } from './tags.ts';

/** All null where nothing was measured: a gap is a gap. */
const trendPoint = z.strictObject({
  time: z.date(),
  cpu: figure,
  memory: figure,
  responseMs: figure,
  errorRate: figure,
  requests: figure,
});
export type TrendPoint = z.output<typeof trendPoint>;

/** By how much it grows in an hour, and how likely such a slope would be by chance. Null where there is too little to say it. */
const slope = z.strictObject({ perHour: z.number(), p: z.number(), significant: z.boolean() }).nullable();

/** How one service has been doing over time. */
export const ServiceTrend = defineReadModel({
  name: 'ServiceTrend',
  schema: z.strictObject({
    service: z.string(),
    range,
    bucketMinutes: z.int(),
    points: list(trendPoint),
    /** How many points are gaps. */
    gaps: z.int(),
    responseP50: figure,
    responseP95: figure,
    slopes: z.strictObject({ cpu: slope, memory: slope, responseMs: slope }),
    asOf,
  }),
  owner: () => null,
  cache: { policy: 'live', tags: () => ofSeries('system_metrics') },
});
export interface ServiceTrend extends ReadModelOf<typeof ServiceTrend> {}
