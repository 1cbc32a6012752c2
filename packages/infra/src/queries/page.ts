import { z } from 'zod';

export const pageFields = {
  limit: z.int().min(1).max(200).default(50),
  /** The `next` of a page. */
  after: z.string().optional(),
};
/** Of each node that is told with others: so many at most. */
export const NEIGHBOURS = 100;
