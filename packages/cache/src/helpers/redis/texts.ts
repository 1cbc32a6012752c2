import type { RedisConnection } from '../../redis/connection.ts';
import { script } from '../../redis/script.ts';
import type { Count, Texts } from '../store.ts';
import { numberPair } from './replies.ts';

const READ = { idempotent: true };

const replace = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
return 1`);

const add = script(`
local value = redis.call('INCRBY', KEYS[1], ARGV[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 and ARGV[2] ~= '' then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  left = tonumber(ARGV[2])
end
return {value, left}`);

const count = script(`return {tonumber(redis.call('GET', KEYS[1]) or 0), redis.call('PTTL', KEYS[1])}`);

export const redisTexts = ({ run, topology }: RedisConnection): Texts => {
  const get = (key: string) => run(async (client) => (await client.get(key)) ?? undefined, READ);
  return {
    get,
    async getMany(keys) {
      if (keys.length === 0) return [];
      if (topology === 'cluster') return Promise.all(keys.map(get));
      return run(async (client) => (await client.mget(...keys)).map((text) => text ?? undefined), READ);
    },
    getAndRenew: (key, ttlMs) =>
      run(async (client) => (await client.getex(key, 'PX', ttlMs)) ?? undefined, READ),
    set: (key, text, ttlMs) =>
      run(async (client) => {
        await (ttlMs === undefined ? client.set(key, text) : client.set(key, text, 'PX', ttlMs));
      }),
    create: (key, text, ttlMs) =>
      run(async (client) => (await client.set(key, text, 'PX', ttlMs, 'NX')) === 'OK'),
    replace: (key, from, to) => run(async (client) => (await replace(client, [key], [from, to])) === 1),
    remove: (key) => run(async (client) => (await client.unlink(key)) === 1),
    renew: (key, ttlMs) => run(async (client) => (await client.pexpire(key, ttlMs)) === 1),
    add: (key, by, ttlMs) => run(async (client) => countOf(await add(client, [key], [by, ttlMs ?? '']))),
    count: (key) => run(async (client) => countOf(await count(client, [key], [])), READ),
  };
};

const countOf = (reply: unknown): Count => {
  const [value, leftMs] = numberPair(reply);
  return { value, leftMs: leftMs < 0 ? undefined : leftMs };
};
