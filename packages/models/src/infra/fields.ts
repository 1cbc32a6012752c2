import { z } from 'zod';

export const text = z.string().min(1).max(400);
export const texts = z.array(text).max(500).default([]);
/** In dollars; missing where it is not known. */
export const cost = z.number().min(0).optional();
/** From 0 to 100; missing where it was not measured. */
export const percent = z.number().min(0).max(100).optional();

/** What every resource has. The type is what it is by default, where a node has no finer one. */
export const resource = (type: string) => ({
  region: text.optional(),
  type: text.default(type),
  arn: text.optional(),
});
