import type { RedisClient } from '../redis/connection.ts';
import { type Position, parsePosition, START } from './position.ts';

/** How far the log reaches. */
export interface Extent {
  readonly first: Position;
  readonly last: Position;
  /** How many entries it ever had: fewer than before means that it is another log. */
  readonly added: number;
  readonly trimmed: boolean;
}

export const extentOf = async (client: RedisClient, key: string): Promise<Extent> => {
  try {
    const fields = pairsOf(await client.xinfo('STREAM', key));
    const first: unknown = fields.get('first-entry');
    const added = Number(fields.get('entries-added'));
    return {
      first: Array.isArray(first) ? parsePosition(String(first[0])) : START,
      last: parsePosition(String(fields.get('last-generated-id'))),
      added,
      trimmed: added > Number(fields.get('length')),
    };
  } catch (error) {
    if (error instanceof Error && error.message.includes('no such key'))
      return { first: START, last: START, added: 0, trimmed: false };
    throw error;
  }
};

const pairsOf = (reply: unknown): ReadonlyMap<unknown, unknown> => {
  const fields = new Map<unknown, unknown>();
  if (Array.isArray(reply)) for (let i = 0; i < reply.length; i += 2) fields.set(reply[i], reply[i + 1]);
  return fields;
};
