import type { RedisConnection } from '../../redis/connection.ts';
import { script } from '../../redis/script.ts';
import type { Locks } from '../store.ts';

/** How long a lock that nobody takes is remembered. */
const FORGOTTEN_MS = 30 * 24 * 3_600_000;

/**
 * The fencing number is the server's clock in microseconds, or one more than the last: so it also grows where the
 * lock's key was evicted, flushed, or lost in a failover.
 */
const acquire = script(`
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local held = redis.call('HMGET', KEYS[1], 'owner', 'fence', 'until')
local fence = tonumber(held[2] or 0)
if held[1] and tonumber(held[3]) > now then
  if held[1] ~= ARGV[1] then return false end
else
  fence = math.max(fence + 1, now)
end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'fence', string.format('%.0f', fence), 'until', string.format('%.0f', now + ARGV[2] * 1000))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return string.format('%.0f', fence)`);

const renew = script(`
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local held = redis.call('HMGET', KEYS[1], 'owner', 'until')
if held[1] ~= ARGV[1] or tonumber(held[2]) <= now then return 0 end
redis.call('HSET', KEYS[1], 'until', string.format('%.0f', now + ARGV[2] * 1000))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`);

const release = script(`
local held = redis.call('HMGET', KEYS[1], 'owner', 'until')
if held[1] ~= ARGV[1] or held[2] == '0' then return 0 end
redis.call('HSET', KEYS[1], 'until', '0')
return 1`);

/** All three may be repeated: they answer the same to the same owner, but for a release, which is then done already. */
const REPEATABLE = { idempotent: true };

export const redisLocks = ({ run }: RedisConnection): Locks => ({
  acquire: (key, owner, ttlMs) =>
    run(async (client) => {
      const fence = await acquire(client, [key], [owner, ttlMs, ttlMs + FORGOTTEN_MS]);
      return fence === null ? undefined : Number(fence);
    }, REPEATABLE),
  renew: (key, owner, ttlMs) =>
    run(
      async (client) => (await renew(client, [key], [owner, ttlMs, ttlMs + FORGOTTEN_MS])) === 1,
      REPEATABLE,
    ),
  release: (key, owner) => run(async (client) => (await release(client, [key], [owner])) === 1, REPEATABLE),
});
