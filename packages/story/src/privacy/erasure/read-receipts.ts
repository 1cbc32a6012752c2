import { id, limits } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import type { StoryGraph } from '@graphkeep/models/story';
import { type ErasurePage, type ErasureReceipt, erasuresOf, type Scoped } from '@graphkeep/platform';
import { z } from 'zod';

export const receiptInput = z.strictObject({ erasureId: id('ers') });
export const receiptsInput = z.strictObject({
  limit: z.int().min(1).max(limits.maxPageSize).optional(),
  after: z.string().optional(),
});

export const erasureReceipt = z.object({
  erasureId: z.string(),
  pseudonym: z.string(),
  requestedAt: z.date(),
  doneAt: z.date().optional(),
  counts: z.record(z.string(), z.number()),
});
export const erasureReceipts = z.object({
  items: z.array(erasureReceipt).readonly(),
  next: z.string().nullable(),
});

/** Whoever has the id of an erasure may know how far it is: it names nobody. */
export const readReceipt = (
  platform: Scoped<StoryGraph>,
  { erasureId }: z.output<typeof receiptInput>,
): Promise<ErasureReceipt> => erasuresOf(platform).receipt(erasureId);

export const listReceipts = async (
  platform: Scoped<StoryGraph>,
  { limit, after }: z.output<typeof receiptsInput> = {},
): Promise<ErasurePage> => {
  if (platform.principal.owner !== undefined)
    throw new GraphkeepError('forbidden', 'The list of erasures is for those who answer for all players.');
  return erasuresOf(platform).receipts({
    ...(limit !== undefined && { limit }),
    ...(after !== undefined && { after }),
  });
};
