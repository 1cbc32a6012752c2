import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, figure, list, range } from './answer.ts';
import { ofSeries } from './tags.ts';

const pairLatency = z.strictObject({
  source: z.string(),
  target: z.string(),
  /** Weighted by requests; a plain mean where those were not counted. */
  latencyMs: figure,
  p95: figure,
  requests: figure,
  /** The share of requests that failed or timed out. */
  errorShare: figure,
  high: z.boolean(),
});
export type PairLatency = z.output<typeof pairLatency>;

/** How fast services answer each other. */
export const NetworkLatency = defineReadModel({
  name: 'NetworkLatency',
  schema: z.strictObject({
    range,
    pairs: list(pairLatency),
    /** How many pairs there are in all. */
    total: z.int(),
    /** Rows and columns of the matrix: services of the busiest pairs. */
    services: list(z.string()),
    /** Milliseconds from the row's service to the column's; null where nothing was measured. */
    matrix: list(list(figure)),
    asOf,
  }),
  owner: () => null,
  cache: { policy: 'live', tags: () => ofSeries('network_metrics') },
});
export interface NetworkLatency extends ReadModelOf<typeof NetworkLatency> {}
