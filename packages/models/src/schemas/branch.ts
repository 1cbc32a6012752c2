import { z } from 'zod';
import { ownRun } from './own-run.ts';

/**
 * A union whose branch the value itself tells. What is wrong is named by its path in the branch that was meant, where a
 * plain union says only that none fits, and no other branch costs anything.
 */
export const branch = <const T extends readonly [z.ZodType, ...z.ZodType[]]>(
  options: T,
  pick: (value: unknown) => z.ZodType,
): z.ZodUnion<T> =>
  ownRun(z.union(options), () => (payload, context) => pick(payload.value)._zod.run(payload, context));

/** One value of a kind, or a list of them. */
export const oneOrMany = (one: z.ZodType): z.ZodType => {
  const many = z.array(one).min(1, 'must hold at least one');
  return branch([one, many], (value) => (Array.isArray(value) ? many : one));
};

/** An object that is no list, no date and nothing else with a meaning of its own. */
export const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
