import { z } from 'zod';

/** What a worker tells the process that started it. */
export const fromWorkerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('graphkeep:ready'), url: z.string() }),
  /** It cannot start, for a reason that a person can do something about. */
  z.object({ type: z.literal('graphkeep:refused'), reason: z.string() }),
  z.object({ type: z.literal('graphkeep:metrics'), id: z.int() }),
]);
export type FromWorker = z.output<typeof fromWorkerSchema>;

/** What the first process answers. */
export const fromPrimarySchema = z.object({
  type: z.literal('graphkeep:metrics'),
  id: z.int(),
  /** Missing where a worker did not tell its own in time. */
  text: z.string().optional(),
});
export type FromPrimary = z.output<typeof fromPrimarySchema>;
