import { GraphkeepError } from '@graphkeep/core';
import { Cluster, type Redis } from 'ioredis';
import type { RedisConnection } from '../redis/connection.ts';

export interface Server {
  readonly address: string;
  readonly redis: Redis;
}

/** Those that hold keys, in an order that a later run finds again. */
export const serversOf = ({ client }: RedisConnection): readonly Server[] => {
  if (!(client instanceof Cluster)) return [{ address: 'redis', redis: client }];
  const servers = client
    .nodes('master')
    .map((redis) => ({ address: `${redis.options.host}:${redis.options.port}`, redis }));
  if (servers.length === 0) throw new GraphkeepError('unavailable', 'Redis does not answer.');
  return servers.sort((a, b) => (a.address < b.address ? -1 : 1));
};

export const timeOf = async (redis: Redis): Promise<number> => {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1_000 + Number(microseconds) / 1_000;
};
