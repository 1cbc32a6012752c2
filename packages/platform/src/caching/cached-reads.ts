import { limits } from '@graphkeep/contract';
import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';
import type { GraphStore, Repositories, Repository } from '@graphkeep/graph';
import type { EntityOf, Graph, KeyOf, LabelOf, NodeDefinition } from '@graphkeep/models';
import type { Principal } from '../principal.ts';
import type { CachedReads } from '../scoped.ts';
import { type Loading, withinDeadline } from './loading.ts';
import type { Caches, Handle } from './open-caches.ts';

export interface CachedGround<G extends Graph> {
  readonly store: GraphStore<G>;
  readonly caches: Caches;
  readonly loading: Loading;
}

/** The cached nodes of one label, as one principal may see them. */
export const cachedReads = <G extends Graph, L extends LabelOf<G>>(
  { store, caches, loading }: CachedGround<G>,
  repositories: Repositories<G>,
  principal: Principal,
  definition: G[L] & NodeDefinition,
): CachedReads<G, L> => {
  type Entity = EntityOf<G[L]>;
  type Key = KeyOf<G[L]>;
  const { label, key: keyName, owner: ownerName } = definition;
  const handle = caches.of(label) as Handle | undefined;
  const own = repositories.repo(definition as never) as unknown as Repository<G, L>;
  if (!handle) return uncached(own, keyName);
  const all = store.repo(definition as never) as unknown as Repository<G, L>;

  const isVisible = (value: object): boolean =>
    principal.owner === undefined ||
    ownerName === undefined ||
    Reflect.get(value, ownerName) === principal.owner;
  const visible = (value: object | null | undefined): Entity | null =>
    value && isVisible(value) ? (value as Entity) : null;
  const idOf = (key: Key): string | undefined => {
    const id: unknown = typeof key === 'object' && key !== null ? Reflect.get(key, keyName) : undefined;
    return typeof id === 'string' ? id : undefined;
  };

  const loadOne = async (id: string): Promise<object | null> => {
    try {
      return (await all.get({ [keyName]: id } as never)) as object;
    } catch (error) {
      if (isGraphkeepError(error) && error.code === 'not_found') return null;
      throw error;
    }
  };
  const loadMany = async (ids: readonly string[]): Promise<readonly (object | null)[]> => {
    const found = new Map<unknown, object>();
    for (let from = 0; from < ids.length; from += limits.maxListFilter) {
      const keys = ids.slice(from, from + limits.maxListFilter).map((id) => ({ [keyName]: id }));
      for (const entity of (await all.getMany(keys as never)) as readonly object[])
        found.set(Reflect.get(entity, keyName), entity);
    }
    return ids.map((id) => found.get(id) ?? null);
  };

  return {
    get: async (key) => {
      const id = idOf(key);
      // What a transaction has not kept yet is no business of the cache; and a key that is none is told as such.
      if (id === undefined || store.inTransaction) return (await own.get(key as never)) as Entity;
      const value = await withinDeadline(label, (options) =>
        handle.getOrLoad(id, (context) => loading(context, undefined, () => loadOne(id)), options),
      );
      const entity = visible(value);
      if (entity === null) throw new GraphkeepError('not_found', `There is no ${label} ${id}.`);
      return entity;
    },
    getMany: async (keys) => {
      const ids = Array.isArray(keys) ? keys.map(idOf) : [];
      const asked = ids.filter((id) => id !== undefined);
      if (store.inTransaction || !Array.isArray(keys) || asked.length < ids.length)
        return uncached(own, keyName).getMany(keys);
      const values = await withinDeadline(label, (options) =>
        handle.getOrLoadMany(
          asked,
          (missing, context) => loading(context, undefined, () => loadMany(missing)),
          options,
        ),
      );
      return values.map(visible);
    },
  };
};

/** The same reads without a cache. */
const uncached = <G extends Graph, L extends LabelOf<G>>(
  repository: Repository<G, L>,
  keyName: string,
): CachedReads<G, L> => ({
  get: async (key) => (await repository.get(key as never)) as EntityOf<G[L]>,
  getMany: async (keys) => {
    const found = (await repository.getMany(keys)) as readonly object[];
    const byKey = new Map(found.map((entity) => [Reflect.get(entity, keyName), entity]));
    return keys.map(
      (key) => (byKey.get(Reflect.get(key as object, keyName)) ?? null) as EntityOf<G[L]> | null,
    );
  },
});
