import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, list } from './answer.ts';
import { anyOf } from './tags.ts';

export const saving = z.strictObject({
  kind: z.enum(['right-size', 'down-size', 'migrate']),
  label: z.enum(['EKSCluster', 'EC2Instance', 'RDSInstance']),
  key: z.string(),
  region: z.string().nullable(),
  costMonthly: z.number(),
  /** A month, in dollars. */
  saving: z.number(),
  confidence: z.enum(['high', 'medium', 'low']),
  reason: z.string(),
});
export type Saving = z.output<typeof saving>;

/** What could cost less. Nothing is listed, and the sums are null, while a large estate is counted for the first time. */
export const Savings = defineReadModel({
  name: 'Savings',
  schema: z.strictObject({
    /** What saves the most is the first. */
    items: list(saving),
    candidates: z.int().nullable(),
    total: z.number().nullable(),
    /** Of what all clusters and databases cost; null where nothing of that is known. */
    share: z.number().nullable(),
    asOf,
  }),
  owner: () => null,
  cache: {
    policy: 'reports',
    tags: () => anyOf('EKSCluster', 'Service', 'EC2Instance', 'RDSInstance', 'EstateSummary'),
  },
});
export interface Savings extends ReadModelOf<typeof Savings> {}
