import { type CacheControls, type CacheHandle, openCache, type RedisConnection } from '@graphkeep/cache';
import { type Config, type Metrics, StartError } from '@graphkeep/core';
import { entitySchema, type Graph, type ReadModel } from '@graphkeep/models';
import { type CachePolicies, typeFor } from './policies.ts';
import { sealedCodec } from './sealed-codec.ts';

export type Handle = CacheHandle<object, string>;

/** The cache of a platform: one type for each label that has a cache rule, and for each read model. */
export interface Caches
  extends Pick<CacheControls, 'deleteTags' | 'held' | 'caughtUp' | 'snapshot' | 'close'> {
  /** Undefined where nothing of that name is cached. */
  of(name: string): Handle | undefined;
  readonly names: readonly string[];
  /** Whether it is remembered of that type that there is none. */
  remembersAbsence(name: string): boolean;
}

export interface CachesOptions {
  readonly config: Config;
  readonly graph: Graph;
  readonly models: readonly ReadModel[];
  readonly policies: CachePolicies;
  readonly redis: RedisConnection | undefined;
  readonly metrics: Metrics;
  /** The time of all, for tests. */
  readonly now: (() => Date) | undefined;
}

export const openCaches = (options: CachesOptions): Caches => {
  const { config, redis, metrics, now } = options;
  const types = typesOf(options);
  const strange = Object.keys(config.cache.ttls).find((name) => !Object.hasOwn(types, name));
  if (strange !== undefined)
    throw new StartError(
      `GRAPHKEEP_CACHE_TTLS names ${strange}, which is not cached. Cached are: ${Object.keys(types).join(', ')}.`,
    );
  const cache = openCache({
    types,
    app: config.cache.app,
    env: config.cache.env,
    redis,
    ttl: config.cache.ttls,
    memory: { maxBytes: config.cache.memoryBytes, maxEntries: config.cache.memoryEntries },
    breaker: config.breaker,
    freeze: config.profile !== 'production',
    metrics: metrics.registry,
    ...(now && { now: () => now().getTime() }),
  });
  const handles = new Map(Object.keys(types).map((name) => [name, cache[name]]));
  return {
    of: (name) => handles.get(name),
    names: [...handles.keys()],
    remembersAbsence: (name) => types[name]?.options.negative !== undefined,
    deleteTags: cache.deleteTags,
    held: cache.held,
    caughtUp: cache.caughtUp,
    snapshot: cache.snapshot,
    close: cache.close,
  };
};

const typesOf = ({ config, graph, models, policies }: CachesOptions) => {
  const { root } = config.secrets;
  const types: Record<string, ReturnType<typeof typeFor>> = {};
  for (const definition of Object.values(graph)) {
    const { label, cache, fields } = definition;
    if (!cache) continue;
    const sealed = root !== undefined && fields.some(({ encrypted }) => encrypted);
    types[label] = typeFor(cache, policies, config.cache, {
      schema: entitySchema(definition) as never,
      ...(sealed && { codec: sealedCodec(root, label) }),
    });
  }
  for (const { name, cache, schema } of models) {
    if (types[name])
      throw new StartError(`A read model is called ${name}, as a node or another read model is.`);
    types[name] = typeFor(cache, policies, config.cache, { schema: schema as never });
  }
  return types;
};
