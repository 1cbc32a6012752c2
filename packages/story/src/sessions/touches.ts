import { Session, type StoryGraph } from '@graphkeep/models/story';
import { cypher, defineLater, type Scoped } from '@graphkeep/platform';
import { z } from 'zod';

interface Touch {
  readonly sessionId: string;
  /** In milliseconds, since what waits in the queue is JSON. */
  readonly at: number;
}

const rows = z.object({ touched: z.int() });

/**
 * Signs of life, written many at once. They change neither a session's version nor what is cached of it: a touch is to renew
 * that, not to end it. The latest of each session counts, so one that comes twice does nothing more.
 */
export const touches = defineLater({
  name: 'story.touches',
  write: async (system: Scoped<StoryGraph>, items: readonly { readonly value: Touch }[]) => {
    const latest = new Map<string, number>();
    for (const { sessionId, at } of items.map(({ value }) => value))
      latest.set(sessionId, Math.max(at, latest.get(sessionId) ?? at));
    const sessions = [...latest].map(([sessionId, at]) => ({ sessionId, at: new Date(at) }));
    await system.query(
      cypher`UNWIND ${sessions} AS row MATCH (s:Session) WHERE s.sessionId = row.sessionId AND s.status = 'active' AND (s.lastInteraction IS NULL OR s.lastInteraction < row.at) SET s.lastInteraction = row.at RETURN count(s) AS touched`,
      { rows, writes: [Session.label], changes: [], operation: 'Session.touch' },
    );
  },
});
