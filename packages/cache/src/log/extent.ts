import type { RedisClient } from '../redis/connection.ts';
import { newToken } from '../token.ts';
import { type Position, parsePosition, START } from './position.ts';

/** How far the log reaches, and which log it is. */
export interface Extent {
  readonly first: Position;
  readonly last: Position;
  /** How many entries it ever had: fewer than before means that it was set back. */
  readonly added: number;
  readonly trimmed: boolean;
  /**
   * Names of groups of readers, which nobody reads by: they are lost with the log and not by trimming, so that a reader who
   * remembers one knows another log even if it has become as long.
   */
  readonly names: readonly string[];
}

export const extentOf = async (client: RedisClient, key: string): Promise<Extent> => {
  try {
    const fields = pairsOf(await client.xinfo('STREAM', key, 'FULL', 'COUNT', 1));
    const [first] = listOf(fields.get('entries'));
    const added = Number(fields.get('entries-added'));
    return {
      first: Array.isArray(first) ? parsePosition(String(first[0])) : START,
      last: parsePosition(String(fields.get('last-generated-id'))),
      added,
      trimmed: added > Number(fields.get('length')),
      names: listOf(fields.get('groups')).map((group) => String(pairsOf(group).get('name'))),
    };
  } catch (error) {
    if (error instanceof Error && error.message.includes('no such key'))
      return { first: START, last: START, added: 0, trimmed: false, names: [] };
    throw error;
  }
};

/** The same of a log that has a name; it is made where there is none. */
export const namedExtentOf = async (client: RedisClient, key: string): Promise<Extent> => {
  const extent = await extentOf(client, key);
  if (extent.names.length > 0) return extent;
  await client.xgroup('CREATE', key, newToken(), '$', 'MKSTREAM');
  return extentOf(client, key);
};

const listOf = (reply: unknown): readonly unknown[] => (Array.isArray(reply) ? reply : []);

const pairsOf = (reply: unknown): ReadonlyMap<unknown, unknown> => {
  const fields = new Map<unknown, unknown>();
  const list = listOf(reply);
  for (let i = 0; i < list.length; i += 2) fields.set(list[i], list[i + 1]);
  return fields;
};
