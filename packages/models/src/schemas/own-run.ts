import type { z } from 'zod';

export type Run = z.ZodType['_zod']['run'];

/**
 * Gives a schema another way to run, and leaves what it declares to those who read it, such as a JSON Schema.
 * `.optional()` and the like keep it; a copy of the schema itself, by `.meta()` or `.refine()`, would not.
 */
export const ownRun = <S extends z.ZodType>(schema: S, run: (inner: Run) => Run): S => {
  schema._zod.run = run(schema._zod.run);
  return schema;
};
