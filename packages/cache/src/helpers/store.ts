/**
 * The commands that the helpers are made of, on Redis and in the process. Values are text. Each command touches one
 * key, so that a Cluster may keep it anywhere.
 */
export interface Store {
  readonly texts: Texts;
  readonly hashes: Hashes;
  readonly lists: Lists;
  readonly sets: Sets;
  readonly sortedSets: SortedSets;
  readonly streams: Streams;
  readonly locks: Locks;
  readonly messages: Messages;
  close(): void;
}

export interface Texts {
  get(key: string): Promise<string | undefined>;
  getMany(keys: readonly string[]): Promise<readonly (string | undefined)[]>;
  getAndRenew(key: string, ttlMs: number): Promise<string | undefined>;
  set(key: string, text: string, ttlMs?: number): Promise<void>;
  /** Where there is no such key. */
  create(key: string, text: string, ttlMs: number): Promise<boolean>;
  /** Where the key still holds `from`; its life is left as it is. */
  replace(key: string, from: string, to: string): Promise<boolean>;
  /** Of any kind of key. */
  remove(key: string): Promise<boolean>;
  /** Of any kind of key: it lives so long from now on. */
  renew(key: string, ttlMs: number): Promise<boolean>;
  /** Adds to a number; `ttlMs` is the life of one that begins by it. */
  add(key: string, by: number, ttlMs?: number): Promise<Count>;
  count(key: string): Promise<Count>;
}

export interface Count {
  readonly value: number;
  /** Until it begins anew; undefined where it never does. */
  readonly leftMs: number | undefined;
}

export interface Hashes {
  getMany(key: string, fields: readonly string[]): Promise<readonly (string | undefined)[]>;
  set(key: string, entries: readonly (readonly [field: string, text: string])[]): Promise<void>;
  add(key: string, field: string, by: number): Promise<number>;
  remove(key: string, fields: readonly string[]): Promise<number>;
  all(key: string): Promise<readonly (readonly [field: string, text: string])[]>;
  size(key: string): Promise<number>;
}

export type End = 'first' | 'last';

export interface Lists {
  /** Answers the length; beyond `maxLength`, the items at the other end are dropped. */
  push(key: string, end: End, texts: readonly string[], maxLength?: number): Promise<number>;
  take(key: string, end: End): Promise<string | undefined>;
  /** Negative positions count from the last item, -1. */
  range(key: string, from: number, to: number): Promise<readonly string[]>;
  size(key: string): Promise<number>;
}

export interface Sets {
  add(key: string, members: readonly string[]): Promise<number>;
  remove(key: string, members: readonly string[]): Promise<number>;
  has(key: string, member: string): Promise<boolean>;
  all(key: string): Promise<readonly string[]>;
  size(key: string): Promise<number>;
}

export interface Scored {
  readonly member: string;
  readonly score: number;
}

export interface SortedSets {
  /** With `ttlMs`, the whole set lives so long at least. */
  set(key: string, entries: readonly Scored[], ttlMs?: number): Promise<void>;
  add(key: string, member: string, by: number): Promise<number>;
  remove(key: string, members: readonly string[]): Promise<number>;
  score(key: string, member: string): Promise<number | undefined>;
  rank(key: string, member: string, descending: boolean): Promise<number | undefined>;
  range(key: string, page: SortedRange): Promise<readonly Scored[]>;
  removeRange(key: string, min: number, max: number): Promise<number>;
  size(key: string): Promise<number>;
}

interface SortedRange {
  readonly min: number;
  readonly max: number;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface StreamEntry {
  readonly id: string;
  readonly text: string;
}

export interface Delivery extends StreamEntry {
  /** How often it was handed out, this time included. */
  readonly deliveries: number;
}

export interface Streams {
  /** Beyond `maxLength` old entries are dropped, some more or less; with `ttlMs` the stream lives so long from now on. */
  append(key: string, text: string, maxLength?: number, ttlMs?: number): Promise<string>;
  page(key: string, page: StreamPage): Promise<readonly StreamEntry[]>;
  trim(key: string, maxLength: number): Promise<number>;
  remove(key: string, ids: readonly string[]): Promise<number>;
  size(key: string): Promise<number>;
  /** Begins with the first entry that is there, or with the next one; no effect where the group is there. */
  createGroup(key: string, group: string, from: 'first' | 'next'): Promise<void>;
  /** Entries that no consumer has had; waits up to `waitMs` where there are none. */
  read(key: string, consumer: Consumer, limit: number, waitMs: number): Promise<readonly Delivery[]>;
  /** Takes over what some consumer has had for so long without being done with it. */
  claim(key: string, consumer: Consumer, idleMs: number, limit: number): Promise<readonly Delivery[]>;
  /** Says that a consumer is still at work on them. Answers those that it still has. */
  hold(key: string, consumer: Consumer, ids: readonly string[]): Promise<readonly string[]>;
  /** With `remove`, they leave the stream too. */
  done(key: string, group: string, ids: readonly string[], remove: boolean): Promise<void>;
  /** That this consumer was handed these last does not count as a delivery. */
  uncount(key: string, consumer: Consumer, ids: readonly string[]): Promise<void>;
  /** Entries that were handed out and are not done. */
  pending(key: string, group: string): Promise<number>;
  /** Takes a consumer off that has nothing pending. */
  leave(key: string, consumer: Consumer): Promise<void>;
}

export interface Consumer {
  readonly group: string;
  readonly name: string;
}

interface StreamPage {
  /** Entries after this id; from the first where none is given. */
  readonly after?: string | undefined;
  /** Entries before this id. */
  readonly before?: string | undefined;
  readonly newestFirst: boolean;
  readonly limit: number;
}

export interface Locks {
  /** A number that grows with each holder, or nothing while another one holds it. The same owner gets the same number again. */
  acquire(key: string, owner: string, ttlMs: number): Promise<number | undefined>;
  renew(key: string, owner: string, ttlMs: number): Promise<boolean>;
  release(key: string, owner: string): Promise<boolean>;
}

export interface Messages {
  /** Resolves when it is sent; who does not listen then never gets it. */
  publish(channel: string, text: string): Promise<void>;
  /** Resolves when messages come. */
  listen(channel: string, listener: Listener): Promise<() => void>;
}

export interface Listener {
  message(text: string): void;
  /** The connection was away, and messages may have been missed. */
  gap(): void;
}
