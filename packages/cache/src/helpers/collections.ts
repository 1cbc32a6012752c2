import type { Codec } from './codec.ts';
import { atMostMany, wholeNumber } from './names.ts';
import type { Store } from './store.ts';

export interface Collection {
  size(): Promise<number>;
  clear(): Promise<void>;
  /** From now on it lives so long; false where it is empty. */
  expireIn(ms: number): Promise<boolean>;
}

const collection = ({ texts }: Store, key: string, size: (key: string) => Promise<number>): Collection => ({
  size: () => size(key),
  clear: async () => void (await texts.remove(key)),
  expireIn: (ms) => texts.renew(key, wholeNumber(ms, 'ms', 1)),
});

export interface HashOf<V> extends Collection {
  get(field: string): Promise<V | undefined>;
  getMany(fields: readonly string[]): Promise<readonly (V | undefined)[]>;
  set(field: string, value: V): Promise<void>;
  setMany(entries: Readonly<Record<string, V>>): Promise<void>;
  /** To a field that holds a whole number, or nothing. */
  add(field: string, by?: number): Promise<number>;
  remove(...fields: readonly string[]): Promise<number>;
  all(): Promise<ReadonlyMap<string, V>>;
}

export const createHash = <V>(store: Store, key: string, codec: Codec<V>): HashOf<V> => {
  const { hashes } = store;
  const getMany = async (fields: readonly string[]) => {
    if (fields.length === 0) return [];
    const texts = await hashes.getMany(key, atMostMany(fields));
    return texts.map((text) => (text === undefined ? undefined : codec.decode(text)));
  };
  const setMany = async (entries: readonly (readonly [string, V])[]) => {
    if (entries.length === 0) return;
    await hashes.set(
      key,
      atMostMany(entries).map(([field, value]) => [field, codec.encode(value)] as const),
    );
  };
  return {
    ...collection(store, key, hashes.size),
    get: async (field) => (await getMany([field]))[0],
    getMany,
    set: (field, value) => setMany([[field, value]]),
    setMany: (entries) => setMany(Object.entries(entries)),
    add: (field, by = 1) => hashes.add(key, field, wholeNumber(by, 'by')),
    remove: async (...fields) => (fields.length === 0 ? 0 : hashes.remove(key, atMostMany(fields))),
    async all() {
      const entries = await hashes.all(key);
      return new Map(entries.map(([field, text]) => [field, codec.decode(text)]));
    },
  };
};

export interface ListOf<V> extends Collection {
  /** At the end; answers the length. */
  push(...values: readonly V[]): Promise<number>;
  /** At the beginning, the last one given foremost. */
  unshift(...values: readonly V[]): Promise<number>;
  pop(): Promise<V | undefined>;
  shift(): Promise<V | undefined>;
  /** Both ends included; negative positions count from the last, -1. */
  range(from?: number, to?: number): Promise<readonly V[]>;
}

export interface ListOptions {
  /**
   * Beyond it, what is at the other end is dropped.
   * @default no limit
   */
  readonly maxLength?: number;
}

export const createList = <V>(
  store: Store,
  key: string,
  codec: Codec<V>,
  { maxLength }: ListOptions,
): ListOf<V> => {
  const { lists } = store;
  const put = async (end: 'first' | 'last', values: readonly V[]) =>
    values.length === 0
      ? lists.size(key)
      : lists.push(key, end, atMostMany(values).map(codec.encode), maxLength);
  const take = async (end: 'first' | 'last') => {
    const text = await lists.take(key, end);
    return text === undefined ? undefined : codec.decode(text);
  };
  return {
    ...collection(store, key, lists.size),
    push: (...values) => put('last', values),
    unshift: (...values) => put('first', values),
    pop: () => take('last'),
    shift: () => take('first'),
    range: async (from = 0, to = -1) => (await lists.range(key, from, to)).map(codec.decode),
  };
};

/** Values are the same where their JSON is: the order of an object's properties counts. */
export interface SetOf<V> extends Collection {
  /** Answers how many were new. */
  add(...values: readonly V[]): Promise<number>;
  remove(...values: readonly V[]): Promise<number>;
  has(value: V): Promise<boolean>;
  all(): Promise<readonly V[]>;
}

export const createSet = <V>(store: Store, key: string, codec: Codec<V>): SetOf<V> => {
  const { sets } = store;
  return {
    ...collection(store, key, sets.size),
    add: async (...values) => (values.length === 0 ? 0 : sets.add(key, atMostMany(values).map(codec.encode))),
    remove: async (...values) =>
      values.length === 0 ? 0 : sets.remove(key, atMostMany(values).map(codec.encode)),
    has: (value) => sets.has(key, codec.encode(value)),
    all: async () => (await sets.all(key)).map(codec.decode),
  };
};

export interface Ranked<V> {
  readonly value: V;
  readonly score: number;
}

export interface SortedPage {
  /** @default -Infinity */
  readonly min?: number;
  /** @default Infinity */
  readonly max?: number;
  /** @default false: the lowest score first */
  readonly descending?: boolean;
  /** @default 0 */
  readonly offset?: number;
  /** @default 50 */
  readonly limit?: number;
}

export interface SortedSetOf<V> extends Collection {
  set(value: V, score: number): Promise<void>;
  /** Answers the new score. */
  add(value: V, by: number): Promise<number>;
  remove(...values: readonly V[]): Promise<number>;
  score(value: V): Promise<number | undefined>;
  /** Places before it; 0 is the first. */
  rank(value: V, options?: { readonly descending?: boolean }): Promise<number | undefined>;
  page(page?: SortedPage): Promise<readonly Ranked<V>[]>;
  /** By their scores, both ends included. */
  removeRange(min: number, max: number): Promise<number>;
}

export const createSortedSet = <V>(store: Store, key: string, codec: Codec<V>): SortedSetOf<V> => {
  const { sortedSets } = store;
  return {
    ...collection(store, key, sortedSets.size),
    set: (value, score) => sortedSets.set(key, [{ member: codec.encode(value), score }]),
    add: (value, by) => sortedSets.add(key, codec.encode(value), by),
    remove: async (...values) =>
      values.length === 0 ? 0 : sortedSets.remove(key, atMostMany(values).map(codec.encode)),
    score: (value) => sortedSets.score(key, codec.encode(value)),
    rank: (value, { descending = false } = {}) => sortedSets.rank(key, codec.encode(value), descending),
    async page({ min = -Infinity, max = Infinity, descending = false, offset = 0, limit = 50 } = {}) {
      const found = await sortedSets.range(key, { min, max, descending, offset, limit });
      return found.map(({ member, score }) => ({ value: codec.decode(member), score }));
    },
    removeRange: (min, max) => sortedSets.removeRange(key, min, max),
  };
};
