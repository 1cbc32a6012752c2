import { z } from 'zod';
import { share } from '../fields.ts';

/** Null where there is too little to say it. */
export const standing = {
  overall: share.nullable(),
  engagement: share.nullable(),
  trend: z.enum(['improving', 'stable', 'declining']).nullable(),
};
