import type { z } from 'zod';
import type { CacheRule } from './definition.ts';

/** An answer that is made of several nodes, and kept as one. */
export interface ReadModel<N extends string = string, S extends z.ZodObject = z.ZodObject> {
  readonly name: N;
  readonly schema: S;
  /** Whose it is; null for what is shared. */
  readonly owner: (value: z.output<S>) => string | null;
  readonly cache: CacheRule<z.output<S>>;
}
export type ReadModelOf<M extends { readonly schema: z.ZodType }> = z.output<M['schema']>;

export const defineReadModel = <const N extends string, S extends z.ZodObject>(
  model: ReadModel<N, S>,
): ReadModel<N, S> => Object.freeze(model);
