import type { Secret } from '@graphkeep/core';
import { keyOf } from '../helpers/names.ts';
import { redisStore } from '../helpers/redis/open.ts';
import { keySpace } from '../keys.ts';
import type { CacheSnapshot } from '../metrics/snapshot.ts';
import type { RedisConnection } from '../redis/connection.ts';
import type { CacheTypeOptions } from '../types/options.ts';
import { policyOf } from '../types/policy.ts';
import { type Cleaning, createCleaning } from './clean.ts';
import { type CacheHealth, type HealthOptions, healthOf } from './health.ts';
import { type Adoption, createAdoption } from './older.ts';
import { redisSource } from './redis-source.ts';
import type { Budget } from './scan.ts';
import type { Exists } from './selection.ts';
import { type Statistics, statisticsOf } from './statistics.ts';
import { type WarmOptions, type WarmReport, warm } from './warm.ts';

export interface CacheAdminOptions {
  readonly connection: RedisConnection;
  /** Those of the cache. */
  readonly app: string;
  readonly env: string;
  /**
   * Those of the cache. A removal keeps out the loads that began before it, for as long as the longest of them may take.
   * @default types whose hardTimeout is 20 s at most
   */
  readonly types?: AdminTypes;
  /** Says which of these still exist; asked for orphans. */
  readonly exists?: Exists;
  /**
   * Signs confirmations; the same in all processes.
   * @default one of this process: a plan is carried out where it was made
   */
  readonly secret?: Secret;
  /** The cache of this process, for what it knows of its hits and its way to Redis. */
  readonly cache?: { snapshot(): CacheSnapshot };
}

type AdminTypes = Readonly<
  Record<string, { readonly options: Pick<CacheTypeOptions<never, never>, 'ttl' | 'hardTimeout'> }>
>;

export interface CacheAdmin {
  /** Takes entries away: by type, session, player, character, age, orphans; a plan first. */
  readonly clean: Cleaning;
  /** Moves what other writers kept in forms of their own into the cache. */
  readonly older: Adoption;
  statistics(budget?: Budget): Promise<Statistics>;
  warm<T>(options: WarmOptions<T>): Promise<WarmReport>;
  health(options?: HealthOptions): Promise<CacheHealth>;
}

export const openCacheAdmin = ({
  connection,
  app,
  env,
  types = {},
  exists,
  secret,
  cache,
}: CacheAdminOptions): CacheAdmin => {
  const keys = keySpace(app, env);
  const store = redisStore(connection);
  return {
    clean: createCleaning({
      source: redisSource(connection, keys, longestFenceOf(types)),
      exists,
      secret,
    }),
    older: createAdoption(connection, keys, secret),
    statistics: (budget = {}) => statisticsOf(connection, keys, cache?.snapshot(), budget),
    warm: (options) => warm(store, keyOf(keys.prefix, 'warm', options.name), options),
    health: (options) => healthOf(connection, keys, cache?.snapshot().redis, options),
  };
};

const FENCE_MS = 30_000;

const longestFenceOf = (types: AdminTypes): number =>
  Math.max(
    FENCE_MS,
    ...Object.entries(types).map(([name, { options }]) => policyOf(name, options, undefined).fenceMs),
  );
