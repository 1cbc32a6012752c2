import { encodeTombstone } from '../envelope/encode.ts';
import type { KeySpace } from '../keys.ts';
import type { RedisConnection } from '../redis/connection.ts';
import { script } from '../redis/script.ts';
import { LOG_LENGTH } from '../store/scripts.ts';
import { newToken } from '../token.ts';
import type { ScannedEntry } from './read-entries.ts';
import type { Server } from './servers.ts';

/**
 * Takes away entries that are still those that were seen. A readable one leaves a tombstone for some seconds, which keeps out
 * a load that began before; a broken one leaves nothing. KEYS: entries, and the log where it is on the same node. ARGV:
 * number of entries, tombstone, its life, origin, then for each what was seen and whether it is broken.
 */
const removeSame = script(`
local removed = {}
local line = { 'o', ARGV[4] }
for i = 1, tonumber(ARGV[1]) do
  local key = KEYS[i]
  if redis.call('GETRANGE', key, 0, 11) == ARGV[2 * i + 3] and redis.call('EXISTS', key) == 1 then
    redis.call('UNLINK', key)
    if ARGV[2 * i + 4] == '0' then redis.call('SET', key, ARGV[2], 'PX', ARGV[3]) end
    removed[#removed + 1] = key
    line[#line + 1] = 'k'
    line[#line + 1] = key
  end
end
local log = KEYS[ARGV[1] + 1]
if log and #removed > 0 then redis.call('XADD', log, 'MAXLEN', '~', ${LOG_LENGTH}, '*', unpack(line)) end
return removed`);

/** Answers the keys that are gone; all processes are told to forget them, this one too. */
export const removeEntries = async (
  connection: RedisConnection,
  { redis }: Server,
  keys: KeySpace,
  entries: readonly ScannedEntry[],
  fenceMs: number,
): Promise<ReadonlySet<string>> => {
  const tombstone = encodeTombstone(newToken(), undefined);
  const remove = async (
    some: readonly ScannedEntry[],
    log: readonly string[],
  ): Promise<readonly string[]> => {
    const seen = some.flatMap((entry) => [entry.seen, entry.kind === 'broken' ? 1 : 0]);
    const args = [some.length, tombstone, fenceMs, newToken(), ...seen];
    const reply = await removeSame(redis, [...some.map(({ key }) => key), ...log], args);
    return Array.isArray(reply) ? reply.map(String) : [];
  };
  if (connection.topology !== 'cluster') return new Set(await remove(entries, [keys.log]));

  const removed = (await Promise.all(entries.map((entry) => remove([entry], [])))).flat();
  if (removed.length > 0) {
    const fields = removed.flatMap((key) => ['k', key]);
    await connection.client.xadd(keys.log, 'MAXLEN', '~', LOG_LENGTH, '*', 'o', newToken(), ...fields);
  }
  return new Set(removed);
};
