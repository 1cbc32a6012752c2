import { randomUUID } from 'node:crypto';
import { cypher } from '@graphkeep/platform';
import { z } from 'zod';
import { type Check, type Finding, failed, passed } from '../check.ts';

/** Longer than this a server that is well takes for nothing. */
const ANSWER_MS = 3_000;
/** An embedded store is opened by its first use, and made if there is none. */
const OPEN_MS = 30_000;

const asked = async (
  what: string,
  ask: () => Promise<unknown>,
  recommendation: string,
  withinMs = ANSWER_MS,
): Promise<Finding> => {
  const began = performance.now();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${withinMs} ms`)), withinMs);
  try {
    await Promise.race([ask(), late.promise]);
    return passed(`It answered within ${Math.ceil(performance.now() - began)} ms.`);
  } catch (error) {
    return failed(`${what}: ${error instanceof Error ? error.message : String(error)}`, recommendation);
  } finally {
    clearTimeout(timer);
  }
};

export const graphCheck: Check = {
  ...{ name: 'the graph answers', category: 'connectivity', severity: 'critical', needs: [] },
  look: ({ estate }) =>
    asked(
      'The graph does not answer',
      () =>
        estate.query(cypher`RETURN ${1} AS one`, {
          rows: z.object({ one: z.int() }),
          operation: 'infra.validate',
        }),
      'Check NEO4J_URI and that the server runs.',
    ),
};

export const sqlCheck: Check = {
  ...{ name: 'the SQL store answers', category: 'connectivity', severity: 'critical', needs: [] },
  timeoutMs: OPEN_MS + ANSWER_MS,
  look: ({ sql }) =>
    asked(
      'The SQL store does not answer',
      () => sql.ping(),
      'Check DATABASE_URL and that the server runs.',
      sql.kind === 'embedded' ? OPEN_MS : ANSWER_MS,
    ),
};

/** What is kept is found again: a cache that only answers is not enough. */
export const cacheCheck: Check = {
  ...{ name: 'the cache keeps values', category: 'connectivity', severity: 'high', needs: [] },
  look: ({ estate }) =>
    asked(
      'The cache does not keep values',
      async () => {
        const counter = estate.helpers.counter(`infra.validate:${randomUUID()}`, { ttlMs: 60_000 });
        await counter.add(1);
        if ((await counter.value()) !== 1) throw new Error('what was written was not found');
      },
      'Check REDIS_URL and that the server runs.',
    ),
};
