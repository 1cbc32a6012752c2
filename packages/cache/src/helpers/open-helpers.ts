import { GraphkeepError } from '@graphkeep/core';
import type { RedisConnection } from '../redis/connection.ts';
import { type ChannelOf, createChannel } from './channel.ts';
import { type Codec, jsonCodec, type ValueOptions } from './codec.ts';
import {
  createHash,
  createList,
  createSet,
  createSortedSet,
  type HashOf,
  type ListOf,
  type ListOptions,
  type SetOf,
  type SortedSetOf,
} from './collections.ts';
import { type Counter, type CounterOptions, createCounter } from './counter.ts';
import { type Candidate, type LeaderOptions, standForLeader } from './leader.ts';
import { createLock, type Lease, type Lock, type LockOptions } from './lock.ts';
import { memoryStore } from './memory/open.ts';
import { keyOf } from './names.ts';
import { createRate, type Rate, type RateOptions } from './rate.ts';
import { redisStore } from './redis/open.ts';
import { createSessions, type SessionOptions, type Sessions } from './sessions.ts';
import type { Store } from './store.ts';
import { createStream, type StreamOf, type StreamOptions } from './stream.ts';

export interface HelpersOptions {
  /** Before every key, like `app:production:`. Braces would put all keys on one node of a Cluster. */
  readonly prefix: string;
  /**
   * What the helpers in the process may hold, without Redis.
   * @default 64 MiB
   */
  readonly maxBytes?: number;
}

/**
 * Things that processes share through Redis; without it, one process has them for itself. Values are kept as JSON.
 * A name is of one kind only: `hash('a')` and `list('a')` are two things.
 */
export interface Helpers {
  counter(name: string, options?: CounterOptions): Counter;
  hash<V>(name: string, options?: ValueOptions<V>): HashOf<V>;
  list<V>(name: string, options?: ValueOptions<V> & ListOptions): ListOf<V>;
  set<V>(name: string, options?: ValueOptions<V>): SetOf<V>;
  sortedSet<V>(name: string, options?: ValueOptions<V>): SortedSetOf<V>;
  sessions<S>(name: string, options?: SessionOptions<S>): Sessions<S>;
  stream<V>(name: string, options?: ValueOptions<V> & StreamOptions): StreamOf<V>;
  channel<V>(name: string, options?: ValueOptions<V>): ChannelOf<V>;
  lock(name: string, options?: LockOptions): Lock;
  /** Runs `work` while this process is the leader of that name. */
  leader(name: string, work: (lease: Lease) => Promise<void>, options?: LeaderOptions): Candidate;
  rate(name: string, options: RateOptions): Rate;
  /** Ends all listening; the connection itself stays open. */
  close(): void;
}

export const openHelpers = (connection: RedisConnection | undefined, options: HelpersOptions): Helpers => {
  const { prefix, maxBytes } = options;
  if (/[{}]/.test(prefix)) {
    throw new GraphkeepError('invalid_input', 'prefix must have no braces.', { field: 'prefix' });
  }
  const store: Store =
    connection === undefined
      ? memoryStore(maxBytes === undefined ? {} : { maxBytes })
      : redisStore(connection);
  const named = <V>(kind: string, name: string, values: ValueOptions<V> = {}): [Store, string, Codec<V>] => [
    store,
    keyOf(prefix, kind, name),
    jsonCodec(`The ${kind} "${name}"`, values),
  ];
  return {
    counter: (name, counter = {}) => createCounter(store, keyOf(prefix, 'counter', name), counter),
    hash: (name, values) => createHash(...named('hash', name, values)),
    list: (name, list = {}) => createList(...named('list', name, list), list),
    set: (name, values) => createSet(...named('set', name, values)),
    sortedSet: (name, values) => createSortedSet(...named('sorted-set', name, values)),
    sessions: (name, sessions = {}) => createSessions(store, prefix, name, sessions),
    stream: (name, stream = {}) => createStream(...named('stream', name, stream), stream),
    channel: (name, values) => createChannel(...named('channel', name, values)),
    lock: (name, lock = {}) => createLock(store, keyOf(prefix, 'lock', name), lock),
    leader: (name, work, leader = {}) => standForLeader(store, keyOf(prefix, 'leader', name), work, leader),
    rate: (name, rate) => createRate(store.texts, (who) => keyOf(prefix, 'rate', name, who), rate),
    close: () => store.close(),
  };
};
