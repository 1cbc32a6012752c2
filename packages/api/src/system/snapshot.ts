import { z } from 'zod';
import { answers } from '../answers.ts';
import { read } from '../procedures.ts';

const volume = { total: z.number(), averageMs: z.number().nullable(), perSecond: z.number() };
const snapshotSchema = z.object({
  since: z.date(),
  calls: z.object({ ...volume, failed: z.number() }),
  queries: z.object(volume),
  cache: z.object({ hits: z.number(), misses: z.number(), hitRate: z.number().nullable() }),
});

/** What the process that answers has done since it began, for people; /metrics has all of it, of all workers. */
export const snapshot = read('system')
  .meta({ summary: 'What this process has done since it began, in a few figures.' })
  .output(answers(snapshotSchema))
  .query(({ ctx }) => ctx.metrics.snapshot());
