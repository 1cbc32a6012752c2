import type { RedisConnection } from '../../redis/connection.ts';
import { script } from '../../redis/script.ts';
import type { Hashes, Lists, Sets } from '../store.ts';

const READ = { idempotent: true };

export const redisHashes = ({ run }: RedisConnection): Hashes => ({
  getMany: (key, fields) =>
    run(async (client) => (await client.hmget(key, ...fields)).map((text) => text ?? undefined), READ),
  set: (key, entries) => run(async (client) => void (await client.hset(key, ...entries.flat()))),
  add: (key, field, by) => run((client) => client.hincrby(key, field, by)),
  remove: (key, fields) => run((client) => client.hdel(key, ...fields)),
  all: (key) => run(async (client) => Object.entries(await client.hgetall(key)), READ),
  size: (key) => run((client) => client.hlen(key), READ),
});

const push = script(`
local length = redis.call(ARGV[1] == 'last' and 'RPUSH' or 'LPUSH', KEYS[1], unpack(ARGV, 3))
local limit = tonumber(ARGV[2])
if not limit or length <= limit then return length end
if ARGV[1] == 'last' then redis.call('LTRIM', KEYS[1], -limit, -1) else redis.call('LTRIM', KEYS[1], 0, limit - 1) end
return limit`);

export const redisLists = ({ run }: RedisConnection): Lists => ({
  push: (key, end, texts, maxLength) =>
    run(async (client) => Number(await push(client, [key], [end, maxLength ?? '', ...texts]))),
  take: (key, end) =>
    run(async (client) => (await (end === 'first' ? client.lpop(key) : client.rpop(key))) ?? undefined),
  range: (key, from, to) => run((client) => client.lrange(key, from, to), READ),
  size: (key) => run((client) => client.llen(key), READ),
});

export const redisSets = ({ run }: RedisConnection): Sets => ({
  add: (key, members) => run((client) => client.sadd(key, ...members)),
  remove: (key, members) => run((client) => client.srem(key, ...members)),
  has: (key, member) => run(async (client) => (await client.sismember(key, member)) === 1, READ),
  all: (key) => run((client) => client.smembers(key), READ),
  size: (key) => run((client) => client.scard(key), READ),
});
