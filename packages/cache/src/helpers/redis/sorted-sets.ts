import type { RedisConnection } from '../../redis/connection.ts';
import { script } from '../../redis/script.ts';
import type { SortedSets } from '../store.ts';
import { textPairs } from './replies.ts';

const READ = { idempotent: true };

const set = script(`
redis.call('ZADD', KEYS[1], unpack(ARGV, 2))
local ttl = tonumber(ARGV[1])
if ttl and redis.call('PTTL', KEYS[1]) < ttl then redis.call('PEXPIRE', KEYS[1], ttl) end`);

export const redisSortedSets = ({ run }: RedisConnection): SortedSets => ({
  set: (key, entries, ttlMs) =>
    run(async (client) => {
      await set(
        client,
        [key],
        [ttlMs ?? '', ...entries.flatMap(({ member, score }) => [bound(score), member])],
      );
    }),
  add: (key, member, by) => run(async (client) => Number(await client.zincrby(key, by, member))),
  remove: (key, members) => run((client) => client.zrem(key, ...members)),
  score: (key, member) => run(async (client) => numberOf(await client.zscore(key, member)), READ),
  rank: (key, member, descending) =>
    run(
      async (client) =>
        (await (descending ? client.zrevrank(key, member) : client.zrank(key, member))) ?? undefined,
      READ,
    ),
  range: (key, { min, max, descending, offset, limit }) =>
    run(async (client) => {
      const flat = descending
        ? await client.zrange(
            key,
            bound(max),
            bound(min),
            'BYSCORE',
            'REV',
            'LIMIT',
            offset,
            limit,
            'WITHSCORES',
          )
        : await client.zrange(key, bound(min), bound(max), 'BYSCORE', 'LIMIT', offset, limit, 'WITHSCORES');
      return textPairs(flat).map(([member, score]) => ({ member, score: scoreOf(score) }));
    }, READ),
  removeRange: (key, min, max) => run((client) => client.zremrangebyscore(key, bound(min), bound(max))),
  size: (key) => run((client) => client.zcard(key), READ),
});

const bound = (score: number): string =>
  Number.isFinite(score) ? String(score) : score > 0 ? '+inf' : '-inf';

const scoreOf = (text: string): number =>
  /inf$/.test(text) ? Number(text.replace('inf', 'Infinity')) : Number(text);

const numberOf = (text: string | null): number | undefined => (text === null ? undefined : scoreOf(text));
