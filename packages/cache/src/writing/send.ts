import type { RedisSide } from '../core.ts';
import type { Write } from '../store/redis-tier.ts';

/** `told`: Redis has it, and so has the log. `untold`: the log may not. `unwritten`: neither, or nobody knows. */
export type Sent = 'told' | 'untold' | 'unwritten';

/** Sends a write and tells the log. */
export const sendOne = async (redis: RedisSide, write: Write): Promise<Sent> => {
  const { tier, link, origin } = redis;
  if (!link.ready) return 'unwritten';
  try {
    await tier.write(write);
    link.succeeded();
  } catch (error) {
    link.failed(error);
    origin.renew();
    return 'unwritten';
  }
  return tier.tellsByItself ? 'told' : tell(redis, [write.key]);
};

export const sendMany = async (
  redis: RedisSide,
  writes: readonly Write[],
): Promise<ReadonlyMap<string, Sent>> => {
  const { tier, link, origin } = redis;
  const [only] = writes;
  if (only !== undefined && writes.length === 1) return new Map([[only.key, await sendOne(redis, only)]]);
  const sent = new Map<string, Sent>(writes.map(({ key }) => [key, 'unwritten']));
  if (!link.ready) return sent;
  const chunks = await tier.writeMany(writes);
  const written: string[] = [];
  for (const { keys, error } of chunks) {
    if (error === undefined) {
      link.succeeded();
      written.push(...keys);
    } else {
      link.failed(error);
      origin.renew();
    }
  }
  const outcome = tier.tellsByItself || written.length === 0 ? 'told' : await tell(redis, written);
  for (const key of written) sent.set(key, outcome);
  return sent;
};

const tell = async ({ tier, link }: RedisSide, keys: readonly string[]): Promise<Sent> => {
  try {
    await tier.tell(keys);
    return 'told';
  } catch (error) {
    link.failed(error);
    return 'untold';
  }
};
