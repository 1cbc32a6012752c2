import { GraphkeepError } from '@graphkeep/core';
import type { ValueOptions } from '../helpers/codec.ts';
import { memoryStore } from '../helpers/memory/open.ts';
import { wholeNumber } from '../helpers/names.ts';
import { redisStore } from '../helpers/redis/open.ts';
import type { RedisConnection } from '../redis/connection.ts';
import { QueueConsumer } from './consumer.ts';
import { type DeadLetters, deadLetters, timeOf } from './dead-letters.ts';
import { itemCodec, type WriteItem } from './item.ts';
import { memoryQueue, queueKeys, redisQueue } from './queue.ts';

export interface WriteBehindOptions<T> extends ValueOptions<T> {
  /** Before every key, like `app:production:`. */
  readonly prefix: string;
  readonly name: string;
  /**
   * Writes a batch where it belongs. It may get an entry more than once, with the same key: at least when its process
   * dies between the write and its end. A retryable error (`unavailable`) is taken as an outage and waited for.
   * @default none: this process only pushes
   */
  readonly write?: (items: readonly WriteItem<T>[], signal: AbortSignal) => Promise<void>;
  /** @default 100 */
  readonly batchSize?: number;
  /**
   * Beyond so many entries, dead letters included, `push` is refused.
   * @default 100,000
   */
  readonly maxBacklog?: number;
  /**
   * Tries of an entry before it becomes a dead letter.
   * @default 5
   */
  readonly maxDeliveries?: number;
  /**
   * After so long without a sign of its consumer, an entry is given to another one.
   * @default 30 s
   */
  readonly takeOverMs?: number;
  /**
   * How long the key of a `push` is remembered.
   * @default 1 h
   */
  readonly onceMs?: number;
  readonly onError?: (error: unknown) => void;
}

export interface WriteBehind<T> {
  /**
   * With a `key`, the same push may be made again: it counts once. Without one, an answer that was lost is an error
   * `uncertain`. Throws `overloaded` where the backlog is full.
   */
  push(value: T, options?: { readonly key?: string }): Promise<void>;
  state(): Promise<WriteBehindState>;
  readonly deadLetters: DeadLetters<T>;
  /** Refuses pushes, writes what is queued for so long at most, and says what is left to others, if that is known. */
  close(options?: { readonly drainMs?: number }): Promise<{ readonly left: number | undefined }>;
}

export interface WriteBehindState {
  readonly backlog: number;
  readonly dead: number;
  /** Age of the oldest entry; null where there is none. */
  readonly oldestMs: number | null;
}

const MAX_KEY_LENGTH = 512;

export const openWriteBehind = <T>(
  connection: RedisConnection | undefined,
  options: WriteBehindOptions<T>,
): WriteBehind<T> => {
  const { name, write, onceMs = 3_600_000, onError = () => {} } = options;
  const maxBacklog = wholeNumber(options.maxBacklog ?? 100_000, 'maxBacklog', 1);
  const keys = queueKeys(options.prefix, name);
  const codec = itemCodec(name, options);
  const store = connection === undefined ? memoryStore() : redisStore(connection);
  const { streams } = store;
  const queue =
    connection === undefined
      ? memoryQueue(store, keys, maxBacklog)
      : redisQueue(connection, keys, maxBacklog);
  const consumer =
    write &&
    new QueueConsumer({
      streams,
      queue,
      entriesKey: keys.entries,
      codec,
      write,
      batchSize: wholeNumber(options.batchSize ?? 100, 'batchSize', 1),
      maxDeliveries: wholeNumber(options.maxDeliveries ?? 5, 'maxDeliveries', 1),
      takeOverMs: wholeNumber(options.takeOverMs ?? 30_000, 'takeOverMs', 1),
      onError,
    });
  let closed: Promise<{ left: number | undefined }> | undefined;

  return {
    async push(value, { key } = {}) {
      if (closed !== undefined)
        throw new GraphkeepError('unavailable', `The write-behind "${name}" is closed.`);
      if (key !== undefined && (key === '' || key.length > MAX_KEY_LENGTH)) {
        throw new GraphkeepError('invalid_input', `key must have 1 to ${MAX_KEY_LENGTH} characters.`, {
          field: 'key',
        });
      }
      const answer = await queue.offer(
        codec.encode(value, key),
        key === undefined ? undefined : { key, ms: onceMs },
      );
      if (answer === 'full') {
        throw new GraphkeepError(
          'overloaded',
          `The write-behind "${name}" is full: ${maxBacklog} entries wait.`,
        );
      }
    },
    async state() {
      const [backlog, dead, [oldest]] = await Promise.all([
        streams.size(keys.entries),
        streams.size(keys.dead),
        streams.page(keys.entries, { newestFirst: false, limit: 1 }),
      ]);
      return {
        backlog,
        dead,
        oldestMs: oldest === undefined ? null : Math.max(0, Date.now() - timeOf(oldest.id).getTime()),
      };
    },
    deadLetters: deadLetters(streams, queue, keys.dead, codec),
    close({ drainMs = 10_000 } = {}) {
      closed ??= (async () => {
        await consumer?.close(drainMs);
        const left = await streams.size(keys.entries).catch(() => undefined);
        store.close();
        return { left };
      })();
      return closed;
    },
  };
};
