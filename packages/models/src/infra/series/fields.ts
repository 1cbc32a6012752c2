import { z } from 'zod';

/** Everything but the time and the key may be missing: what was not measured is not invented. */
export const name = z.string().min(1).max(200);
export const word = z.string().min(1).max(80);
export const longText = z.string().max(4_000).optional();
export const maybeName = name.optional();
export const maybeWord = word.optional();
/** From 0 to 100. */
export const percent = z.number().min(0).max(100).optional();
export const share = z.number().min(0).max(1).optional();
export const amount = z.number().min(0).optional();
export const count = z.int().min(0).optional();
export const money = z.number().min(0).optional();
export const severity = z.enum(['critical', 'high', 'medium', 'low', 'info']);
