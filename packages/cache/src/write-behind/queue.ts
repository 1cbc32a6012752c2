import type { Store } from '../helpers/store.ts';
import type { RedisConnection } from '../redis/connection.ts';
import { script } from '../redis/script.ts';

type Offered = 'queued' | 'known' | 'full';

/** What moves between the keys of one queue, at once or not at all. */
export interface Queue {
  /** `known`: the same `once` came within `onceMs`. `full`: with the dead letters there are `maxBacklog`. */
  offer(text: string, once: { readonly key: string; readonly ms: number } | undefined): Promise<Offered>;
  /** From the queue to the dead letters; nothing where it is in the queue no more. */
  bury(group: string, id: string, letter: string): Promise<void>;
  /** From the dead letters back into the queue. */
  revive(deadId: string, text: string): Promise<boolean>;
}

export interface QueueKeys {
  readonly entries: string;
  readonly dead: string;
  /** Of what was offered with a key of its own. */
  once(key: string): string;
}

/** The braces keep all keys of one queue on one node of a Cluster. */
export const queueKeys = (prefix: string, name: string): QueueKeys => {
  const base = `${prefix}h:{write-behind:${encodeURIComponent(name)}}`;
  return { entries: base, dead: `${base}:dead`, once: (key) => `${base}:once:${key}` };
};

const offer = script(`
if redis.call('XLEN', KEYS[1]) + redis.call('XLEN', KEYS[2]) >= tonumber(ARGV[1]) then
  if KEYS[3] and redis.call('EXISTS', KEYS[3]) == 1 then return 'known' end
  return 'full'
end
if KEYS[3] and not redis.call('SET', KEYS[3], '', 'NX', 'PX', ARGV[3]) then return 'known' end
redis.call('XADD', KEYS[1], '*', 'v', ARGV[2])
return 'queued'`);

const bury = script(`
redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
if redis.call('XDEL', KEYS[1], ARGV[2]) == 1 then redis.call('XADD', KEYS[2], '*', 'v', ARGV[3]) end`);

const revive = script(`
if redis.call('XDEL', KEYS[2], ARGV[1]) == 0 then return 0 end
redis.call('XADD', KEYS[1], '*', 'v', ARGV[2])
return 1`);

export const redisQueue = ({ run }: RedisConnection, keys: QueueKeys, maxBacklog: number): Queue => ({
  offer: (text, once) =>
    run(
      async (client) => {
        const names = [keys.entries, keys.dead, ...(once ? [keys.once(once.key)] : [])];
        const answer = await offer(client, names, [maxBacklog, text, ...(once ? [once.ms] : [])]);
        return answer === 'queued' || answer === 'known' ? answer : 'full';
      },
      { idempotent: once !== undefined },
    ),
  bury: (group, id, letter) =>
    run(async (client) => void (await bury(client, [keys.entries, keys.dead], [group, id, letter])), {
      idempotent: true,
    }),
  revive: (deadId, text) =>
    run(async (client) => (await revive(client, [keys.entries, keys.dead], [deadId, text])) === 1),
});

export const memoryQueue = ({ streams, texts }: Store, keys: QueueKeys, maxBacklog: number): Queue => ({
  async offer(text, once) {
    const [queued, dead] = await Promise.all([streams.size(keys.entries), streams.size(keys.dead)]);
    const known = once && keys.once(once.key);
    if (queued + dead >= maxBacklog)
      return known && (await texts.get(known)) !== undefined ? 'known' : 'full';
    if (known && !(await texts.create(known, '', once.ms))) return 'known';
    await streams.append(keys.entries, text);
    return 'queued';
  },
  async bury(group, id, letter) {
    await streams.done(keys.entries, group, [id], false);
    if ((await streams.remove(keys.entries, [id])) === 1) await streams.append(keys.dead, letter);
  },
  async revive(deadId, text) {
    if ((await streams.remove(keys.dead, [deadId])) === 0) return false;
    await streams.append(keys.entries, text);
    return true;
  },
});
