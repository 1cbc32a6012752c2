import { defineNode } from '@graphkeep/models';
import { z } from 'zod';

/** The answer to a change that must not be made twice. It is written with the change, and is gone with it if that fails. */
export const Idempotency = defineNode({
  label: 'GraphkeepIdempotency',
  key: 'key',
  naturalKey: true,
  shared: true,
  journal: false,
  schema: z.object({
    key: z.string(),
    requestHash: z.string(),
    /** Absent only while the change is being made. */
    answer: z.string().optional(),
    expiresAt: z.date(),
  }),
  encrypted: ['answer'],
  indexes: [['expiresAt']],
});
