import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, figure, list, range } from './answer.ts';
import { ofSeries } from './tags.ts';

const serviceSummary = z.strictObject({
  service: z.string(),
  avgCpu: figure,
  maxCpu: figure,
  avgMemory: figure,
  maxMemory: figure,
  avgResponseMs: figure,
  maxResponseMs: figure,
  /** Percent of its requests. */
  errorRate: figure,
  requests: figure,
  /** `unknown` where neither errors nor responses were measured. */
  status: z.enum(['healthy', 'degraded', 'unhealthy', 'unknown']),
});
export type ServiceSummary = z.output<typeof serviceSummary>;

/** How every service has been doing. */
export const SystemSummary = defineReadModel({
  name: 'SystemSummary',
  schema: z.strictObject({
    range,
    /** Long ranges are read from sums by the hour. */
    from: z.enum(['rows', 'hours']),
    total: z.int(),
    healthy: z.int(),
    degradedServices: z.int(),
    unhealthy: z.int(),
    unknown: z.int(),
    /** The share of services that are healthy, of those of which it is known. */
    healthyShare: figure,
    /** The worst first. */
    services: list(serviceSummary),
    asOf,
  }),
  owner: () => null,
  cache: { policy: 'live', tags: () => ofSeries('system_metrics') },
});
export interface SystemSummary extends ReadModelOf<typeof SystemSummary> {}
