import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, figure, list, range } from './answer.ts';
import { anyOf, ofSeries } from './tags.ts';

/** Of the graph: who talks with whom, and whether from one region to another. */
export const TalkingPairs = defineReadModel({
  name: 'TalkingPairs',
  schema: z.strictObject({
    pairs: list(
      z.strictObject({
        source: z.string(),
        target: z.string(),
        sourceRegion: z.string().nullable(),
        targetRegion: z.string().nullable(),
      }),
    ),
    /** How many dependencies there are in the whole estate. */
    dependencies: z.int(),
    asOf,
  }),
  owner: () => null,
  cache: { policy: 'topology', tags: () => anyOf('Service') },
});
export interface TalkingPairs extends ReadModelOf<typeof TalkingPairs> {}

/** Of the measurements: how long services took to answer each other. */
export const MeasuredPairs = defineReadModel({
  name: 'MeasuredPairs',
  schema: z.strictObject({
    range,
    pairs: list(
      z.strictObject({
        source: z.string(),
        target: z.string(),
        latencyMs: figure,
        p95: figure,
        requests: figure,
      }),
    ),
    asOf,
  }),
  owner: () => null,
  cache: { policy: 'live', tags: () => ofSeries('network_metrics') },
});
export interface MeasuredPairs extends ReadModelOf<typeof MeasuredPairs> {}

const heatmapPair = z.strictObject({
  source: z.string(),
  target: z.string(),
  /** Null where it is not known where one of them runs. */
  crossRegion: z.boolean().nullable(),
  /** Null where it was not measured. */
  latencyMs: figure,
  p95: figure,
  requests: figure,
});

/** Who talks with whom, and how long that takes. */
export const latencyHeatmapSchema = z.strictObject({
  range,
  pairs: list(heatmapPair),
  /** How many dependencies there are in the whole estate; the pairs are some of them. */
  dependencies: z.int(),
  /** Rows and columns of the matrix, which is square. */
  services: list(z.string()),
  /** Milliseconds from the row's service to the column's; null where nothing was measured. */
  matrix: list(list(figure)),
  asOf,
});
export interface LatencyHeatmap extends z.output<typeof latencyHeatmapSchema> {}
