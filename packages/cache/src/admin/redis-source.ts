import { escapeGlob, type KeySpace } from '../keys.ts';
import type { RedisConnection } from '../redis/connection.ts';
import type { Source } from './clean.ts';
import { readEntries, type ScannedEntry } from './read-entries.ts';
import { removeEntries } from './removal.ts';
import { scanKeys } from './scan.ts';

/** The entries in Redis; a removal of one is remembered for so long. */
export const redisSource = (
  connection: RedisConnection,
  keys: KeySpace,
  fenceMs: number,
): Source<ScannedEntry> => ({
  prefix: keys.prefix,
  scan: (types, budget, visit) => {
    const type = types?.length === 1 ? escapeGlob(types[0] ?? '') : '*';
    return scanKeys(connection, `${escapeGlob(keys.prefix)}v*:${type}:*`, budget, async (server, names) =>
      visit(await readEntries(server, keys, names), (some) =>
        removeEntries(connection, server, keys, some, fenceMs),
      ),
    );
  },
});
