import { z } from 'zod';

/** From none to all of it. */
export const share = z.number().min(0).max(1);
export const count = z.int().min(0).default(0);
export const title = z.string().min(1).max(200);
export const prose = z.string().max(20_000);
/** Short words that can be searched one by one. */
export const words = z.array(z.string().min(1).max(80)).max(50).default([]);
/** What only the story's own engine reads. */
export const free = z.record(z.string().max(80), z.json()).default({});
/** By how much each of some named numbers changes. */
export const changes = z.record(z.string().max(80), z.number()).default({});

export const emotion = z.enum(['calm', 'engaged', 'anxious', 'overwhelmed', 'distressed', 'crisis']);
export const difficulty = z.enum(['gentle', 'standard', 'challenging', 'intensive']);
export const intensity = z.enum(['low', 'medium', 'high']);
