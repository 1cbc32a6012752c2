import { createHash } from 'node:crypto';
import { Deadline, newRequestId, runInContext } from '@graphkeep/core';
import { defineService } from '@graphkeep/platform';
import { z } from 'zod';
import { inputKey } from '../answers/input-key.ts';
import type { EstateGraph } from '../estate-graph.ts';
import { SharedAskings } from '../live/shared-asking.ts';
import { dashboardFields, type ExecutiveDashboardInput, executiveDashboard } from './executive-dashboard.ts';
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

const dashboards = defineService({
  name: 'infra.dashboards',
  open: (_: EstateGraph) => new SharedAskings<DashboardEvent>(),
  close: async (opened) => opened.close(),
});

/**
 * The dashboard, and again whenever something of it has changed; whoever was told of it already is told of the next change.
 * All in this process who may see the same and want the same are told what is read once. It ends with the signal.
 */
export async function* followDashboard(
  platform: EstateGraph,
  given: FollowDashboardInput,
  signal: AbortSignal,
  { everyMs = EVERY_MS, ...options }: FollowOptions = {},
): AsyncGenerator<DashboardEvent, void> {
  const { lastEventId, ...input } = followDashboardInput.parse(given);
  const { scopes, owner } = platform.principal;
  // Whoever was the first may leave before the others.
  const reader = platform.as({
    id: 'infra.reports.live',
    scopes,
    ...(owner !== undefined && { owner }),
  });
  const question = { everyMs, ask: () => askOnce(reader, input, options) };
  const key = inputKey({ ...input, ...options, everyMs, owner, scopes: scopes.toSorted() });
  let told = lastEventId;
  for await (const event of platform.service(dashboards).follow(key, question, signal)) {
    if (event.cursor !== told) yield event;
    told = event.cursor;
  }
}

/** With a deadline of its own: it is for no single request. */
const askOnce = async (
  reader: EstateGraph,
  input: ExecutiveDashboardInput,
  options: ReadOptions,
): Promise<DashboardEvent> => {
  using deadline = Deadline.after(reader.config.http.deadlineMs);
  const report = await runInContext({ requestId: newRequestId(), deadline }, () =>
    executiveDashboard(reader, input, { ...options, live: true }),
  );
  return { cursor: cursorOf(report), report };
};

/** Of what it says, whenever it was read. */
const cursorOf = ({ sections, degraded }: Report): string => {
  const facts = [
    sections.map(({ part, figures, tables }) => ({ part, figures, tables })),
    degraded.map(({ part, since }) => ({ part, since })),
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url');
};
