import { z } from 'zod';

/** Something that is not as it should be. */
export const finding = z.object({
  rule: z.enum(['stale cache', 'missing link', 'lost subject', 'more than one', 'foreign link']),
  /** Like `Session/ses_…`. */
  node: z.string(),
  message: z.string(),
  /** `left`: to mend it somebody must decide. */
  outcome: z.enum(['found', 'repaired', 'left']),
});
export type Finding = z.output<typeof finding>;
