import { setTimeout as wait } from 'node:timers/promises';
import { GraphkeepError } from '@graphkeep/core';
import type {
  BusinessValue,
  CostAnalysis,
  DatabasePerformance,
  Degradation,
  IncidentSummary,
  NetworkLatency,
  SecuritySummary,
  SystemSummary,
} from '@graphkeep/models/infra';
import { z } from 'zod';
import type { Answered } from '../answers/cached-answer.ts';
import { partOf } from '../answers/part-of.ts';
import type { EstateGraph } from '../estate-graph.ts';
import { measured } from '../series/answers.ts';

/** What a wall of screens shows: all but the course of one service. */
const { serviceTrend: _, ...shown } = measured;
type Shown = typeof shown;
type LiveSummary = keyof Shown;
const names = Object.keys(shown) as [LiveSummary, ...LiveSummary[]];

export const followSummariesInput = z.strictObject({
  summaries: z.array(z.enum(names)).min(1).max(names.length).default(['systemSummary']),
  /** So long before now is looked at. */
  hours: z
    .number()
    .positive()
    .max(31 * 24)
    .default(24),
  /** The id of the last event that was seen, to go on after it. */
  lastEventId: z.string().max(120).optional(),
});
export type FollowSummaries = z.input<typeof followSummariesInput>;

/** By their names, which declarations then say in place of all that is in them. */
interface Answers extends Record<LiveSummary, object> {
  readonly businessValue: Answered<BusinessValue>;
  readonly costAnalysis: Answered<CostAnalysis>;
  readonly databasePerformance: Answered<DatabasePerformance>;
  readonly incidentSummary: Answered<IncidentSummary>;
  readonly networkLatency: Answered<NetworkLatency>;
  readonly securitySummary: Answered<SecuritySummary>;
  readonly systemSummary: Answered<SystemSummary>;
}

type SummaryNews =
  | {
      readonly [N in LiveSummary]: {
        readonly kind: 'summary';
        readonly name: N;
        readonly answer: Answers[N];
      };
    }[LiveSummary]
  /** It cannot be read at present, and nothing is known of before. */
  | { readonly kind: 'missing'; readonly name: LiveSummary; readonly degraded: readonly Degradation[] };

export interface SummaryEvent {
  readonly cursor: string;
  readonly news: SummaryNews;
}

/** The cache is asked so often: what was ended by new rows is read anew then, once for all who look. */
const LOOK_MS = 2_000;

/** Summaries now, and again when rows have come or when they have grown old; it ends with the signal. */
export async function* followSummaries(
  platform: EstateGraph,
  given: FollowSummaries,
  signal: AbortSignal,
  { lookMs = LOOK_MS }: { readonly lookMs?: number } = {},
): AsyncGenerator<SummaryEvent, void> {
  const { summaries: wanted, hours, lastEventId } = followSummariesInput.parse(given);
  const summaries = [...new Set(wanted)];
  const told = toldBefore(lastEventId, summaries.length);
  const missing = new Set<LiveSummary>();
  while (!signal.aborted) {
    for (const [at, name] of summaries.entries()) {
      const { value, degraded } = await partOf<{ readonly asOf: Date }>(
        platform,
        { store: 'sql', missing: name },
        () => shown[name](platform, { hours }),
      );
      if (value === null) {
        if (!missing.has(name)) yield { cursor: told.join('.'), news: { kind: 'missing', name, degraded } };
        missing.add(name);
        continue;
      }
      missing.delete(name);
      if (value.asOf.getTime() <= (told[at] ?? 0)) continue;
      told[at] = value.asOf.getTime();
      yield { cursor: told.join('.'), news: { kind: 'summary', name, answer: value } as SummaryNews };
    }
    await wait(lookMs, undefined, { signal }).catch(() => {});
  }
}

/** The place of whoever was told nothing yet. */
const NOTHING = '0';

/** When each summary was made that was told last. */
const toldBefore = (lastEventId: string | undefined, count: number): number[] => {
  if (lastEventId === undefined || lastEventId === NOTHING) return Array.from({ length: count }, () => 0);
  const told = lastEventId.split('.').map(Number);
  if (told.length !== count || !told.every(Number.isSafeInteger))
    throw new GraphkeepError(
      'invalid_input',
      'lastEventId must be the id of an event of the same summaries.',
      {
        field: 'lastEventId',
      },
    );
  return told;
};
