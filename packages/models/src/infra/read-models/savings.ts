import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, list } from './answer.ts';
import { anyOf } from './tags.ts';

const saving = z.strictObject({
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

/** What could cost less. */
export const Savings = defineReadModel({
  name: 'Savings',
  schema: z.strictObject({
    /** What saves the most is the first. */
    items: list(saving),
    candidates: z.int(),
    total: z.number(),
    /** Of what all clusters and databases cost; null where nothing of that is known. */
    share: z.number().nullable(),
    asOf,
  }),
  owner: () => null,
  cache: { policy: 'reports', tags: () => anyOf('EKSCluster', 'Service', 'EC2Instance', 'RDSInstance') },
});
export interface Savings extends ReadModelOf<typeof Savings> {}
