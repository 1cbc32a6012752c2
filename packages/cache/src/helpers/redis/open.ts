import type { RedisConnection } from '../../redis/connection.ts';
import type { Store } from '../store.ts';
import { redisHashes, redisLists, redisSets } from './collections.ts';
import { redisLocks } from './locks.ts';
import { redisMessages } from './messages.ts';
import { redisSortedSets } from './sorted-sets.ts';
import { redisStreams } from './streams.ts';
import { redisTexts } from './texts.ts';

export const redisStore = (connection: RedisConnection): Store => {
  const streams = redisStreams(connection);
  const messages = redisMessages(connection);
  return {
    texts: redisTexts(connection),
    hashes: redisHashes(connection),
    lists: redisLists(connection),
    sets: redisSets(connection),
    sortedSets: redisSortedSets(connection),
    streams,
    locks: redisLocks(connection),
    messages,
    close() {
      streams.close();
      messages.close();
    },
  };
};
