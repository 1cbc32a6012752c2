import { connectRedis, type RedisConnection } from '@graphkeep/cache';
import { bytesText } from '../../cache/report-text.ts';
import type { Check } from '../check.ts';
import { judgedClock } from '../clock.ts';
import { type Finding, fine } from '../finding.ts';
import { reasonOf, within } from '../time-limit.ts';
import { judgedRedis } from './redis-settings.ts';

type Found = readonly Omit<Finding, 'check'>[];

/** Whether Redis is there, and set to what Graphkeep needs of it. */
export const redisCheck: Check = {
  name: 'redis',
  run: async ({ config }) => {
    if (!config.redis) return [fine('none is set: the cache is in the process of the server')];
    const connection = connectRedis({ ...config.redis, guard: { timeoutMs: CONNECT_MS } });
    try {
      await within(connected(connection), CONNECT_MS).catch(() => {});
      // Where there is no connection, this says why.
      await connection.ping();
      return await within(ask(connection));
    } catch (error) {
      return [
        {
          severity: 'error',
          what: `Redis cannot be reached: ${reasonOf(error)}`,
          why: 'Processes share no cache, no limits, no jobs and no live updates.',
          remedy: 'See that REDIS_URL is right, and that it runs.',
        },
      ];
    } finally {
      await connection.close();
    }
  },
};

const CONNECT_MS = 5_000;

const connected = (connection: RedisConnection): Promise<void> =>
  new Promise((resolve) => {
    if (connection.connected) resolve();
    else connection.onConnect(resolve);
  });

const ask = async ({ client }: RedisConnection): Promise<Found> => {
  const asked = Date.now();
  const began = performance.now();
  const [seconds, micros] = await client.time();
  const roundTripMs = performance.now() - began;
  const info = await client.info();
  return [
    fine(
      `Redis ${/^redis_version:(.*)$/m.exec(info)?.[1]?.trim() ?? ''}, answers in ${roundTripMs.toFixed(1)} ms`,
    ),
    ...judgedRedis(info, bytesText),
    ...judgedClock('Redis', {
      theirs: Number(seconds) * 1_000 + Number(micros) / 1_000,
      ...{ asked, roundTripMs },
    }),
  ];
};
