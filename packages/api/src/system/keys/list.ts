import { limits } from '@graphkeep/contract';
import { apiKeySchema } from '@graphkeep/platform';
import { z } from 'zod';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { keysFor } from './operator.ts';

const inputSchema = z.strictObject({
  limit: z.int().min(1).max(limits.maxPageSize).optional(),
  /** The `next` of the page before. */
  after: z.string().optional(),
});
const pageSchema = z.object({
  items: z.array(apiKeySchema),
  next: z.string().nullable(),
  previous: z.string().nullable(),
});

/** All keys that were made, by their age, with what may be told of them. */
export const list = administer('system')
  .meta({ summary: 'Lists the keys, without their text.' })
  .input(inputSchema.optional())
  .output(answers(pageSchema))
  .query(async ({ ctx, input: { limit, after } = {} }) => {
    const { items, ...cursors } = await keysFor(ctx.scoped).list({
      ...(limit !== undefined && { limit }),
      ...(after !== undefined && { after }),
    });
    return { ...cursors, items: [...items] };
  });
