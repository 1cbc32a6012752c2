import type { Epoch } from './epochs/epoch.ts';
import type { TypeCounts } from './metrics/type-counts.ts';
import type { Codec } from './types/options.ts';
import type { Policy } from './types/policy.ts';
import type { Schema } from './types/schema.ts';

/** A type of values, as an open cache knows it. */
export interface Kind<V, I> {
  readonly name: string;
  readonly policy: Policy<V>;
  /** Changed to end all entries of the type. */
  readonly epoch: Epoch;
  readonly keyPrefix: string;
  readonly codec: Codec<V> | undefined;
  readonly schema: Schema<V> | undefined;
  readonly tagsOf: ((value: V, id: I) => readonly string[]) | undefined;
  readonly prefetch: ((value: V, id: I) => unknown) | undefined;
  readonly counts: TypeCounts;
}

/** One entry's place. */
export interface Place<I> {
  readonly id: I;
  readonly key: string;
}

/**
 * Values come back from the process or from Redis as they were given for the same type. Whoever shares a Redis with writers that
 * cannot be trusted gives the type a schema.
 */
export const asValue = <V>(value: unknown): V => value as V;
