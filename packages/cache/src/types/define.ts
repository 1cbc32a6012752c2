import { GraphkeepError } from '@graphkeep/core';
import type { CacheType } from '../cache-type.ts';
import type { CacheHandle } from '../handle.ts';

/** Cache types by their names. */
export type CacheTypes<T> = {
  readonly [K in keyof T]: T[K] extends CacheType<infer V, infer I> ? CacheType<V, I> : never;
};

export type HandlesOf<T> = {
  readonly [K in keyof T]: T[K] extends CacheType<infer V, infer I> ? CacheHandle<V, I> : never;
};

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Names become properties of the cache and parts of keys. */
export const defineCacheTypes = <const T extends CacheTypes<T>>(types: T): T => {
  for (const name of Object.keys(types)) {
    if (!NAME.test(name)) {
      throw new GraphkeepError(
        'invalid_input',
        `The cache type ${JSON.stringify(name)} must have a name of letters, digits, "_" and "-" that begins with a letter.`,
        { field: name },
      );
    }
  }
  return types;
};

export type PrefetchOf<T> = {
  readonly [K in keyof T]?: T[K] extends CacheType<infer V, infer I> ? (value: V, id: I) => unknown : never;
};
