import { z } from 'zod';

export const storeInput = z.strictObject({ store: z.enum(['graph', 'cache', 'sql']) });

export const breakersSchema = z.object({
  breakers: z.partialRecord(z.enum(['graph', 'cache', 'sql']), z.enum(['closed', 'open', 'half-open'])),
});
