import { createHash } from 'node:crypto';
import { type Cluster, Command, type Redis } from 'ioredis';

type Client = Redis | Cluster;
type Args = readonly (string | number | Buffer)[];

/** `values`: names and values in turn, which the script finds set under those names, and must move or take away. */
export type Script = (
  client: Client,
  keys: readonly string[],
  args: Args,
  values?: readonly (string | Buffer)[],
) => Promise<unknown>;

/** A script that is sent whole only to a server that does not know it; such a server has not begun it. */
export const script = (lua: string): Script => {
  const sha = createHash('sha1').update(lua).digest('hex');
  return async (client, keys, args, values = []) => {
    if (values.length > 0) return withValues(client, lua, keys, args, values);
    try {
      return await client.evalsha(sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return client.eval(lua, keys.length, ...keys, ...args);
    }
  };
};

/** All of it or nothing: so it is sent whole, since a server that does not know it would be left with the values. */
const withValues = async (
  client: Client,
  lua: string,
  keys: readonly string[],
  args: Args,
  values: readonly (string | Buffer)[],
): Promise<unknown> => {
  const send = (name: string, words: Args): Promise<unknown> => {
    const command = new Command(name, [...words], { replyEncoding: 'utf8' });
    client.sendCommand(command);
    return command.promise;
  };
  const [, , , replies] = await Promise.all([
    send('multi', []),
    send('mset', values),
    send('eval', [lua, keys.length, ...keys, ...args]),
    send('exec', []),
  ]);
  const answer: unknown = Array.isArray(replies) ? replies[1] : replies;
  if (answer instanceof Error) throw answer;
  return answer;
};
