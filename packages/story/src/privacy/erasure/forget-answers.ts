import type { Graph } from '@graphkeep/models';
import type { Scoped } from '@graphkeep/platform';
import { cypher } from '@graphkeep/platform';
import { z } from 'zod';

const BATCH = 500;
const rows = z.object({ removed: z.int() });

/**
 * Removes the answers that are kept for repeated calls: those of the owner's own calls, and those to others in which the
 * owner's id stands. Of the latter, encrypted ones cannot be looked into; they end by themselves within 24 hours.
 */
export const forgetAnswers = async (system: Scoped<Graph>, owner: string): Promise<number> => {
  const own = JSON.stringify([owner, '']).slice(0, -3);
  let all = 0;
  for (let some = BATCH; some === BATCH; all += some) {
    const [row] = await system.query(
      cypher`MATCH (n:GraphkeepIdempotency) WHERE n.key STARTS WITH ${own} OR n.answer CONTAINS ${owner}
             WITH n LIMIT ${BATCH} DELETE n RETURN count(*) AS removed`,
      { rows, writes: [], operation: 'idempotency.erase' },
    );
    some = row?.removed ?? 0;
  }
  return all;
};
