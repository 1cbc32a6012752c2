import { GraphkeepError } from '@graphkeep/core';
import type { Core } from './core.ts';
import { CacheHandle } from './handle.ts';
import type { Kind } from './kind.ts';
import { TypeCounts } from './metrics/type-counts.ts';
import type { Duration } from './types/duration.ts';
import type { CacheTypeOptions } from './types/options.ts';
import { policyOf } from './types/policy.ts';

/** What a cache gives a type when it is opened. */
interface TypeSetting<V, I> {
  readonly name: string;
  readonly ttl: Duration | undefined;
  readonly prefetch: ((value: V, id: I) => unknown) | undefined;
}

export interface OpenType<H> {
  readonly handle: H;
  readonly fenceMs: number;
  readonly lifeMs: number;
  readonly counts: TypeCounts;
  readonly epochKey: string;
  readonly keyPrefix: string;
}

/** A type of cached values. Made by `cacheType`. */
export interface CacheType<V, I> {
  readonly options: CacheTypeOptions<V, I>;
  open(core: Core, setting: TypeSetting<V, I>): OpenType<CacheHandle<V, I>>;
}

/** @example cacheType<Character>({ ttl: '2h', tags: (character) => [`player:${character.playerId}`] }) */
export const cacheType = <V, I = string>(options: CacheTypeOptions<V, I>): CacheType<V, I> => ({
  options,
  open(core, { name, ttl, prefetch }) {
    const policy = policyOf(name, options, ttl);
    const epochKey = core.keys.typeEpoch(name, policy.version);
    const keyPrefix = core.keys.entryPrefix(name, policy.version);
    const counts = new TypeCounts();
    const kind: Kind<V, I> = {
      ...{ name, policy, keyPrefix, counts, prefetch },
      epoch: core.book.type(epochKey),
      codec: options.codec,
      schema: options.schema,
      tagsOf: options.tags,
    };
    const { ttlMs, graceMs, staleMs, fenceMs } = policy;
    return {
      ...{ counts, epochKey, keyPrefix, fenceMs },
      handle: new CacheHandle(core, kind, options.id ?? textOf(name)),
      lifeMs: ttlMs + Math.max(graceMs, staleMs),
    };
  },
});

const textOf =
  (name: string) =>
  <I>(id: I): string => {
    if (typeof id === 'string') return id;
    throw new GraphkeepError(
      'invalid_input',
      `An id of the cache type ${name} is no string: give the type an id option.`,
      {
        field: `${name}.id`,
      },
    );
  };
