import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { dashboardFields, executiveDashboard } from './executive-dashboard.ts';
import type { ReadOptions } from './read-sections.ts';
import { ofTeam, type Report } from './report.ts';

export const followDashboardInput = ofTeam(
  z.strictObject({
    ...dashboardFields,
    lastEventId: z.string().max(100).optional().describe('The id of the last event that was seen.'),
  }),
);
export type FollowDashboardInput = z.input<typeof followDashboardInput>;

interface FollowOptions extends ReadOptions {
  /** @default 15 s */
  readonly everyMs?: number;
}

export interface DashboardEvent {
  /** The same for the same facts. */
  readonly cursor: string;
  readonly report: Report;
}

const EVERY_MS = 15_000;

/**
 * The dashboard, and again whenever something of it has changed; whoever was told of it already is told of the next change.
 * It ends with the signal.
 */
export async function* followDashboard(
  platform: EstateGraph,
  given: FollowDashboardInput,
  signal: AbortSignal,
  { everyMs = EVERY_MS, ...options }: FollowOptions = {},
): AsyncGenerator<DashboardEvent, void> {
  const { lastEventId, ...input } = followDashboardInput.parse(given);
  let told = lastEventId;
  while (!signal.aborted) {
    const report = await executiveDashboard(platform, input, { ...options, live: true });
    const cursor = cursorOf(report);
    if (cursor !== told) yield { cursor, report };
    told = cursor;
    // Nothing but the signal ends the wait early.
    await wait(everyMs, undefined, { signal }).catch(() => {});
  }
}

/** Of what it says, whenever it was read. */
const cursorOf = ({ sections, degraded }: Report): string => {
  const facts = [
    sections.map(({ part, figures, tables }) => ({ part, figures, tables })),
    degraded.map(({ part, since }) => ({ part, since })),
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url');
};
