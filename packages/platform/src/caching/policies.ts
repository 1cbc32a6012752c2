import { type CacheTypeOptions, cacheType } from '@graphkeep/cache';
import type { Config } from '@graphkeep/core';
import type { CacheRule } from '@graphkeep/models';

/** How long a kind of data is kept. */
export type CachePolicy = Omit<CacheTypeOptions<never, never>, 'codec' | 'schema' | 'tags' | 'id'>;

/** By the names that the cache rules of definitions and read models give. `standard` is for the others. */
export type CachePolicies = Readonly<Record<string, CachePolicy>>;

type Values = Pick<CacheTypeOptions<object, string>, 'schema' | 'codec'>;

/** The cache type of what a rule is for. */
export const typeFor = (
  rule: CacheRule<never>,
  policies: CachePolicies,
  { ttlMs, graceMs }: Config['cache'],
  values: Values,
) => {
  const { tags, policy } = rule as CacheRule<object>;
  const named = policies[policy] ?? policies['standard'];
  return cacheType<object, string>({
    ttl: ttlMs,
    grace: graceMs,
    // A policy by activity looks at values of its own kind: those of the definition that names it.
    ...(named as Partial<CacheTypeOptions<object, string>> | undefined),
    ...values,
    ...(tags && { tags }),
  });
};
