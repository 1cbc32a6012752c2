import type { Secret } from '@graphkeep/core';
import { keySpace } from '../keys.ts';
import { type Cleaning, createCleaning } from './clean.ts';
import { type HoldingCache, memorySource, type RemoveHeld } from './memory-source.ts';
import type { Exists } from './selection.ts';

export interface MemoryCleaningOptions {
  readonly cache: HoldingCache;
  readonly remove: RemoveHeld;
  /** Those of the cache. */
  readonly app: string;
  readonly env: string;
  /** Says which of these still exist; asked for orphans. */
  readonly exists?: Exists | undefined;
  /** Signs confirmations. @default one of this process */
  readonly secret?: Secret | undefined;
}

/** Takes entries away as `openCacheAdmin` does, of a cache that has no Redis. */
export const openMemoryCleaning = ({
  cache,
  remove,
  app,
  env,
  exists,
  secret,
}: MemoryCleaningOptions): Cleaning =>
  createCleaning({ source: memorySource(keySpace(app, env).prefix, cache, remove), exists, secret });
