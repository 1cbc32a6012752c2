import { once } from 'node:events';
import type { RedisClient, RedisConnection } from '../../redis/connection.ts';
import { redisError } from '../../redis/errors.ts';
import { MAX_BLOCK_MS } from '../../redis/safe-settings.ts';
import { script } from '../../redis/script.ts';
import type { Consumer, Delivery, StreamEntry, Streams } from '../store.ts';
import { unexpected } from './replies.ts';

const READ = { idempotent: true };
const FIELD = 'v';
const FORGOTTEN_MS = 3_600_000;

/** Without the owner's name in the question, it would take back what another consumer has taken over. */
const hold = script(`
local held = {}
for i = 3, #ARGV do
  if #redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1, ARGV[2]) == 1 then
    redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i], 'JUSTID')
    held[#held + 1] = ARGV[i]
  end
end
return held`);

const uncount = script(`
for i = 3, #ARGV do
  local row = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1, ARGV[2])[1]
  if row then
    redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i], 'RETRYCOUNT', math.max(0, row[4] - 1), 'JUSTID')
  end
end`);

const done = script(`
redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 3))
if ARGV[2] == '1' then redis.call('XDEL', KEYS[1], unpack(ARGV, 3)) end`);

/** Also takes off consumers that were killed, once others have taken over what they had. */
const leave = script(`
if redis.call('EXISTS', KEYS[1]) == 0 then return end
for _, flat in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local of = {}
  for i = 1, #flat, 2 do of[flat[i]] = flat[i + 1] end
  if of.pending == 0 and (of.name == ARGV[2] or of.idle > tonumber(ARGV[3])) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], of.name)
  end
end`);

export const redisStreams = (connection: RedisConnection): Streams & { close(): void } => {
  const { run } = connection;
  const readers = new Map<string, RedisClient>();

  const createGroup: Streams['createGroup'] = (key, group, from) =>
    run((client) => newGroup(client, key, group, from), READ);

  /** A read that waits keeps its connection from all others. */
  const readerFor = (key: string, { group, name }: Consumer): RedisClient => {
    const id = JSON.stringify([key, group, name]);
    const reader = readers.get(id) ?? connection.dedicated();
    readers.set(id, reader);
    return reader;
  };

  return {
    createGroup,
    append: (key, text, maxLength, ttlMs) =>
      run(async (client) => {
        const added =
          maxLength === undefined
            ? client.xadd(key, '*', FIELD, text)
            : client.xadd(key, 'MAXLEN', '~', maxLength, '*', FIELD, text);
        const [id] = await Promise.all([added, ttlMs === undefined ? undefined : client.pexpire(key, ttlMs)]);
        if (id === null) throw unexpected(id);
        return id;
      }),
    page: (key, { after, before, newestFirst, limit }) =>
      run(async (client) => {
        const from = after === undefined ? '-' : `(${after}`;
        const to = before === undefined ? '+' : `(${before}`;
        const entries = newestFirst
          ? await client.xrevrange(key, to, from, 'COUNT', limit)
          : await client.xrange(key, from, to, 'COUNT', limit);
        return entries.map(entryOf);
      }, READ),
    trim: (key, maxLength) => run((client) => client.xtrim(key, 'MAXLEN', maxLength)),
    remove: (key, ids) => run((client) => client.xdel(key, ...ids)),
    size: (key) => run((client) => client.xlen(key), READ),

    async read(key, consumer, limit, waitMs) {
      const { group, name } = consumer;
      if (waitMs <= 0) {
        return run((client) =>
          withGroup(client, key, group, async () =>
            firstDeliveries(
              await client.xreadgroup('GROUP', group, name, 'COUNT', limit, 'STREAMS', key, '>'),
            ),
          ),
        );
      }
      const block = Math.min(Math.ceil(waitMs), MAX_BLOCK_MS);
      const reader = readerFor(key, consumer);
      const waits = ['COUNT', limit, 'BLOCK', block, 'STREAMS', key, '>'] as const;
      await whenReady(reader, block);
      try {
        return await withGroup(reader, key, group, async () =>
          firstDeliveries(await reader.xreadgroup('GROUP', group, name, ...waits)),
        );
      } catch (error) {
        throw redisError(error, true);
      }
    },
    claim: (key, { group, name }, idleMs, limit) =>
      run((client) =>
        withGroup(client, key, group, async () => {
          // One call looks at a part of what is pending: that may all be at work elsewhere.
          let cursor = '0-0';
          let entries: readonly StreamEntry[] = [];
          do {
            const [next, claimed] = await client.xautoclaim(key, group, name, idleMs, cursor, 'COUNT', limit);
            if (!Array.isArray(claimed)) throw unexpected(claimed);
            entries = claimed.map(entryOf);
            cursor = String(next);
          } while (entries.length === 0 && cursor !== '0-0');
          const [first, last] = [entries[0], entries.at(-1)];
          if (first === undefined || last === undefined) return [];
          const pending = await client.xpending(key, group, first.id, last.id, limit + 1_000, name);
          const counts = new Map(pending.map((row) => deliveriesOf(row)));
          return entries.map((entry) => ({ ...entry, deliveries: counts.get(entry.id) ?? 1 }));
        }),
      ),
    hold: (key, { group, name }, ids) =>
      run(async (client) => {
        const held = await hold(client, [key], [group, name, ...ids]);
        if (!Array.isArray(held)) throw unexpected(held);
        return held.map(String);
      }, READ),
    uncount: (key, { group, name }, ids) =>
      run(async (client) => void (await uncount(client, [key], [group, name, ...ids]))),
    done: (key, group, ids, remove) =>
      run(async (client) => void (await done(client, [key], [group, remove ? 1 : 0, ...ids])), READ),
    pending: (key, group) =>
      run(
        (client) => withGroup(client, key, group, async () => Number((await client.xpending(key, group))[0])),
        READ,
      ),
    async leave(key, consumer) {
      const id = JSON.stringify([key, consumer.group, consumer.name]);
      readers.get(id)?.disconnect();
      readers.delete(id);
      await run(
        async (client) => void (await leave(client, [key], [consumer.group, consumer.name, FORGOTTEN_MS])),
        READ,
      );
    },
    close() {
      for (const reader of readers.values()) reader.disconnect();
      readers.clear();
    },
  };
};

/** A connection that was just opened takes no command yet; one that does not come is told of by the command. */
const whenReady = async (reader: RedisClient, ms: number): Promise<void> => {
  if (reader.status === 'ready') return;
  await once(reader, 'ready', { signal: AbortSignal.timeout(ms) }).catch(() => {});
};

const newGroup = async (
  client: RedisClient,
  key: string,
  group: string,
  from: 'first' | 'next',
): Promise<void> => {
  try {
    await client.xgroup('CREATE', key, group, from === 'first' ? '0' : '$', 'MKSTREAM');
  } catch (error) {
    if (!isReply(error, 'BUSYGROUP')) throw error;
  }
};

/**
 * A stream that is new, or was evicted or flushed, has no groups: one begins with all that is there. A guard does not hear of
 * it, which would count it as a failure, and could refuse the call that mends it.
 */
const withGroup = async <T>(
  client: RedisClient,
  key: string,
  group: string,
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!isReply(error, 'NOGROUP')) throw error;
    await newGroup(client, key, group, 'first');
    return work();
  }
};

const isReply = (error: unknown, code: string): boolean =>
  error instanceof Error && error.message.startsWith(code);

/** `[id, [field, text, …]]` */
const entryOf = (reply: unknown): StreamEntry => {
  if (Array.isArray(reply)) {
    const [id, fields]: unknown[] = reply;
    if (typeof id === 'string' && Array.isArray(fields)) {
      const text: unknown = fields[fields.indexOf(FIELD) + 1];
      return { id, text: typeof text === 'string' ? text : '' };
    }
  }
  throw unexpected(reply);
};

/** `[[stream, [entry, …]]]`, or nothing where none came. */
const firstDeliveries = (reply: unknown): readonly Delivery[] => {
  if (reply === null) return [];
  const [stream]: unknown[] = Array.isArray(reply) ? reply : [];
  const entries: unknown = Array.isArray(stream) ? stream[1] : undefined;
  if (!Array.isArray(entries)) throw unexpected(reply);
  return entries.map((entry) => ({ ...entryOf(entry), deliveries: 1 }));
};

/** `[id, consumer, idle, deliveries]` */
const deliveriesOf = (row: unknown): readonly [string, number] => {
  if (!Array.isArray(row)) throw unexpected(row);
  return [String(row[0]), Number(row[3])];
};
