import { GraphkeepError } from '@graphkeep/core';
import { wholeNumber } from '../helpers/names.ts';
import type { RedisConnection } from '../redis/connection.ts';
import { redisError } from '../redis/errors.ts';
import { type Server, serversOf } from './servers.ts';

export interface Budget {
  /** @default 10 s */
  readonly timeBudgetMs?: number;
  /**
   * Keys that are looked at together, 1,000 at most.
   * @default 200
   */
  readonly batchSize?: number;
  /** Where an earlier run ended: its `next`. */
  readonly from?: string;
  readonly signal?: AbortSignal;
}

const MAX_BATCH = 1_000;

/** How far a run came. */
export interface Extent {
  /** Whether it came to the end. */
  complete: boolean;
  /** Where the next run goes on. */
  next: string | undefined;
  /** Why it ended before its end, if not by its budget. */
  error: string | undefined;
  tookMs: number;
}

/**
 * Calls `visit` with the keys of each batch, until all are visited, the budget is used up, or something fails: what was
 * done till then is told all the same. Keys that move between nodes of a Cluster meanwhile may be missed.
 */
export const scanKeys = async (
  connection: RedisConnection,
  pattern: string,
  budget: Budget,
  visit: (server: Server, keys: readonly string[]) => Promise<void>,
): Promise<Extent> => {
  const { timeBudgetMs = 10_000, signal } = budget;
  const batchSize = Math.min(wholeNumber(budget.batchSize ?? 200, 'batchSize', 1), MAX_BATCH);
  const began = performance.now();
  const extent: Extent = { complete: false, next: budget.from, error: undefined, tookMs: 0 };
  try {
    const [startAddress, startCursor] = positionIn(budget.from);
    const servers = serversOf(connection).filter(({ address }) => address >= startAddress);
    for (const server of servers) {
      let cursor = server.address === startAddress ? startCursor : '0';
      do {
        extent.next = `${server.address} ${cursor}`;
        if (signal?.aborted || performance.now() - began > timeBudgetMs) return extent;
        const [next, keys] = await server.redis.scan(
          cursor,
          'MATCH',
          pattern,
          'COUNT',
          batchSize,
          'TYPE',
          'string',
        );
        // SCAN may name a key twice.
        if (keys.length > 0) await visit(server, [...new Set(keys)]);
        cursor = next;
      } while (cursor !== '0');
    }
    extent.complete = true;
    extent.next = undefined;
  } catch (error) {
    extent.error = redisError(error, true).message;
  } finally {
    extent.tookMs = performance.now() - began;
  }
  return extent;
};

const positionIn = (from: string | undefined): readonly [address: string, cursor: string] => {
  if (from === undefined) return ['', '0'];
  const [, address, cursor] = /^(\S+) (\d+)$/.exec(from) ?? [];
  if (address !== undefined && cursor !== undefined) return [address, cursor];
  throw new GraphkeepError('invalid_input', 'from must be the `next` of an earlier run.', { field: 'from' });
};
