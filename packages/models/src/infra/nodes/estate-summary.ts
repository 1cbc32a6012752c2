import { z } from 'zod';
import { defineNode } from '../../define-node.ts';

/** How many nodes the estate has of what and where: kept, since counting a large one takes long. */
export const EstateSummary = defineNode({
  label: 'EstateSummary',
  key: 'summaryId',
  naturalKey: true,
  shared: true,
  schema: z.object({
    summaryId: z.string(),
    madeAt: z.date(),
    /** The last entry of the journal before it was counted. */
    journalAt: z.int(),
    regions: z.array(
      z.object({
        label: z.string(),
        region: z.string().nullable(),
        environment: z.string().nullable(),
        count: z.int(),
      }),
    ),
    /** Those with the most services first. */
    clusters: z.array(z.object({ name: z.string(), region: z.string().nullable(), services: z.int() })),
    /** Those that the most services use first. */
    databases: z.array(z.object({ label: z.string(), key: z.string(), services: z.int() })),
  }),
  journal: false,
});
