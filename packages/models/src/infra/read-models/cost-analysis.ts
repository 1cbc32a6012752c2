import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, figure, list, range } from './answer.ts';
import { ofSeries } from './tags.ts';

const wastefulResource = z.strictObject({
  resourceId: z.string(),
  resourceType: z.string(),
  resourceName: z.string().nullable(),
  /** A day, on average. */
  waste: z.number(),
  potential: figure,
  recommendation: z.string().nullable(),
});
export type WastefulResource = z.output<typeof wastefulResource>;

/** What the estate costs. */
export const CostAnalysis = defineReadModel({
  name: 'CostAnalysis',
  schema: z.strictObject({
    range,
    total: figure,
    /** One for each day on which something was measured. */
    days: list(z.strictObject({ day: z.date(), cost: figure, waste: figure })),
    breakdown: list(z.strictObject({ name: z.string().nullable(), cost: figure, share: figure })),
    wasteful: list(wastefulResource),
    waste: figure,
    potential: figure,
    /** Of the month in which the range ends: what it has cost so far, and the mean of the last seven days for what is left of it. */
    projection: z.strictObject({ month: z.date(), soFar: z.number(), projected: z.number() }).nullable(),
    asOf,
  }),
  owner: () => null,
  cache: { policy: 'reports', tags: () => ofSeries('cost_metrics') },
});
export interface CostAnalysis extends ReadModelOf<typeof CostAnalysis> {}
