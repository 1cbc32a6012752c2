import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';
import type { Graph, ReadModel, ReadModelOf } from '@graphkeep/models';
import type { Principal } from '../principal.ts';
import type { Aged, CachedModel } from '../scoped.ts';
import type { CachedGround } from './cached-reads.ts';
import { withinDeadline } from './loading.ts';

/** Tries, where others that wait for the same value were told that it is not there for them. */
const TRIES = 3;

/** One cached read model, as one principal may see it. */
export const cachedModel = <G extends Graph, M extends ReadModel>(
  { store, caches, loading }: Pick<CachedGround<G>, 'store' | 'caches' | 'loading'>,
  { owner }: Principal,
  model: M,
): CachedModel<M> => {
  type Value = ReadModelOf<M>;
  type Load = () => Promise<Value | null>;
  const { name } = model;
  const handle = caches.of(name);
  if (!handle)
    throw new GraphkeepError(
      'internal',
      `${name} is none of the read models that this platform was opened with.`,
    );

  const notFound = (id: string) => new GraphkeepError('not_found', `There is no ${name} ${id}.`);
  const isForeign = (value: object): boolean => {
    const whose = owner === undefined ? null : model.owner(value as never);
    return whose !== null && whose !== owner;
  };
  /**
   * What an owner does not find may be there for another: that is not to be remembered (`undefined`), and what he could
   * load of another's is not kept, since it would lack all that he may not see.
   */
  const loaded = async (load: Load): Promise<object | null | undefined> => {
    const value = await load().catch(asAbsent);
    if (value === null) return owner === undefined ? null : undefined;
    return isForeign(value) ? undefined : value;
  };

  const read = async (id: string, load: Load): Promise<object> => {
    for (let tried = 1; tried <= TRIES; tried += 1) {
      let isMine = store.inTransaction;
      const value = isMine
        ? await loaded(load)
        : await withinDeadline(name, (options) =>
            handle.getOrLoad(
              id,
              (context) => {
                isMine = true;
                return loading(context, owner, () => loaded(load));
              },
              options,
            ),
          );
      if (value) return value;
      // Somebody else has loaded it, for whom it is not there.
      if (isMine) break;
    }
    throw notFound(id);
  };
  const own = (id: string, value: object): Value => {
    if (isForeign(value)) throw notFound(id);
    return value as Value;
  };

  return {
    get: async (id, load) => own(id, await read(id, load)),
    getAged: async (id, load): Promise<Aged<Value>> => {
      if (!store.inTransaction) {
        const entry = await handle.getEntry(id);
        if (entry?.value) return { value: own(id, entry.value), ageMs: entry.ageMs, stale: false };
      }
      const value = await read(id, load);
      const entry = store.inTransaction ? undefined : await handle.getEntry(id, { stale: true });
      return { value: own(id, value), ageMs: entry?.ageMs ?? 0, stale: entry?.stale ?? false };
    },
    touch: async (id) => {
      const entry = await handle.getEntry(id);
      return !!entry?.value && !isForeign(entry.value) && handle.touch(id);
    },
  };
};

const asAbsent = (error: unknown): null => {
  if (isGraphkeepError(error) && error.code === 'not_found') return null;
  throw error;
};
