import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, figure, list, range } from './answer.ts';
import { ofSeries } from './tags.ts';

const means = {
  incidents: z.int(),
  /** Minutes, on average; null where none was told. */
  toDetect: figure,
  toAcknowledge: figure,
  toResolve: figure,
};

/** What went wrong. */
export const IncidentSummary = defineReadModel({
  name: 'IncidentSummary',
  schema: z.strictObject({
    ...means,
    range,
    open: z.int(),
    usersAffected: figure,
    revenueImpact: figure,
    byTypeAndSeverity: list(z.strictObject({ ...means, type: z.string(), severity: z.string() })),
    /** Weeks begin on Monday; one for each in which something happened. */
    byWeek: list(z.strictObject({ ...means, week: z.date() })),
    rootCauses: list(z.strictObject({ rootCause: z.string(), incidents: z.int() })),
    /** Of those of which it is known. */
    preventableShare: figure,
    asOf,
  }),
  owner: () => null,
  cache: { policy: 'live', tags: () => ofSeries('incident_metrics') },
});
export interface IncidentSummary extends ReadModelOf<typeof IncidentSummary> {}
