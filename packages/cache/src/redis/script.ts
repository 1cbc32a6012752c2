import { createHash } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';

export type Script = (
  client: Redis | Cluster,
  keys: readonly string[],
  args: readonly (string | number | Buffer)[],
) => Promise<unknown>;

/** A script that is sent whole only to a server that does not know it; such a server has not begun it. */
export const script = (lua: string): Script => {
  const sha = createHash('sha1').update(lua).digest('hex');
  return async (client, keys, args) => {
    try {
      return await client.evalsha(sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return client.eval(lua, keys.length, ...keys, ...args);
    }
  };
};
