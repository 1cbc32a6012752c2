import type { Codec } from './codec.ts';
import { atMostMany, wholeNumber } from './names.ts';
import type { Store } from './store.ts';

export interface StreamItem<V> {
  /** Grows with time. */
  readonly id: string;
  readonly value: V;
}

export interface DeliveredItem<V> extends StreamItem<V> {
  /** How often it was handed out, this time included. */
  readonly deliveries: number;
}

export interface StreamOptions {
  /**
   * Beyond it, old entries are dropped, some more or less.
   * @default no limit
   */
  readonly maxLength?: number;
  /**
   * The whole stream is gone so long after its last entry came.
   * @default it stays
   */
  readonly ttlMs?: number;
}

export interface PageOptions {
  /** Entries after this id. */
  readonly after?: string;
  /** Entries before this id. */
  readonly before?: string;
  /** @default false */
  readonly newestFirst?: boolean;
  /** @default 50, 1,000 at most */
  readonly limit?: number;
}

export interface StreamOf<V> {
  /** Answers its id. */
  append(value: V): Promise<string>;
  /** The next page begins `after` the last id of this one, or `before` it where the newest come first. */
  page(options?: PageOptions): Promise<readonly StreamItem<V>[]>;
  trim(maxLength: number): Promise<number>;
  remove(...ids: readonly string[]): Promise<number>;
  size(): Promise<number>;
  clear(): Promise<void>;
  /** `consumer` must be another one in each process. */
  group(name: string, consumer: string): ConsumerGroup<V>;
}

/** Each entry goes to one consumer of a group, and again to another where that one is not done with it in time. */
export interface ConsumerGroup<V> {
  /** @default 'first': all that is in the stream */
  create(from?: 'first' | 'next'): Promise<void>;
  /** Waits where there is nothing: up to 2 s on Redis. */
  read(options?: { readonly limit?: number; readonly waitMs?: number }): Promise<readonly DeliveredItem<V>[]>;
  /** Takes over what a consumer got so long ago and is not done with. */
  claim(options: { readonly idleMs: number; readonly limit?: number }): Promise<readonly DeliveredItem<V>[]>;
  done(...ids: readonly string[]): Promise<void>;
  pending(): Promise<number>;
  leave(): Promise<void>;
}

const MAX_LIMIT = 1_000;

export const createStream = <V>(
  { streams, texts }: Store,
  key: string,
  codec: Codec<V>,
  { maxLength, ttlMs }: StreamOptions,
): StreamOf<V> => {
  const decoded = <E extends { readonly text: string }>({ text, ...entry }: E) => ({
    ...entry,
    value: codec.decode(text),
  });
  const bounded = (limit: number) => Math.min(wholeNumber(limit, 'limit', 1), MAX_LIMIT);
  return {
    append: (value) => streams.append(key, codec.encode(value), maxLength, ttlMs),
    async page({ after, before, newestFirst = false, limit = 50 } = {}) {
      const entries = await streams.page(key, { after, before, newestFirst, limit: bounded(limit) });
      return entries.map(decoded);
    },
    trim: (length) => streams.trim(key, wholeNumber(length, 'maxLength', 0)),
    remove: async (...ids) => (ids.length === 0 ? 0 : streams.remove(key, atMostMany(ids))),
    size: () => streams.size(key),
    clear: async () => void (await texts.remove(key)),
    group: (group, name) => {
      const consumer = { group, name };
      return {
        create: (from = 'first') => streams.createGroup(key, group, from),
        read: async ({ limit = 50, waitMs = 0 } = {}) =>
          (await streams.read(key, consumer, bounded(limit), waitMs)).map(decoded),
        claim: async ({ idleMs, limit = 50 }) =>
          (await streams.claim(key, consumer, idleMs, bounded(limit))).map(decoded),
        done: async (...ids) => {
          if (ids.length > 0) await streams.done(key, group, atMostMany(ids), false);
        },
        pending: () => streams.pending(key, group),
        leave: () => streams.leave(key, consumer),
      };
    },
  };
};
