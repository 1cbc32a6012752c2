import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, figure, list, range } from './answer.ts';
import { ofSeries } from './tags.ts';

const counts = list(z.strictObject({ name: z.string(), events: z.int() }));
const openVulnerability = z.strictObject({
  eventId: z.string(),
  type: z.string(),
  severity: z.string(),
  resource: z.string().nullable(),
  cvss: figure,
  exploitability: figure,
  since: z.date(),
  ageDays: z.number(),
});
export type OpenVulnerability = z.output<typeof openVulnerability>;

/** What has threatened the estate. */
export const SecuritySummary = defineReadModel({
  name: 'SecuritySummary',
  schema: z.strictObject({
    range,
    total: z.int(),
    bySeverity: counts,
    byType: counts,
    byStatus: counts,
    byDay: list(z.strictObject({ day: z.date(), events: z.int() })),
    mostAffected: list(z.strictObject({ resource: z.string(), events: z.int(), critical: z.int() })),
    /** The share that is resolved, of those that were no false alarm; null where there was none. */
    resolutionRate: figure,
    meanHoursToResolve: figure,
    /** What is still open: the worst by its score first, the older first among equals. */
    open: list(openVulnerability),
    asOf,
  }),
  owner: () => null,
  cache: { policy: 'live', tags: () => ofSeries('security_events') },
});
export interface SecuritySummary extends ReadModelOf<typeof SecuritySummary> {}
