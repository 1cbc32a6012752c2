import { EmotionalState, Intervention, Player, Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { daysBefore } from '../progress/days.ts';
import { firstOf } from '../progress/first-of.ts';
import { type Moment, patternsOf } from './patterns.ts';
import { helpedBy } from './suggest.ts';

const DEFAULT_DAYS = 30;
const MAX_DAYS = 366;
const MAX_RECORDS = 5_000;
const MAX_INTERVENTIONS = 1_000;

const { playerId, sessionId, state, intensity } = EmotionalState.schema.shape;
const trend = z.enum(['improving', 'stable', 'declining']);
const share = z.number().min(0).max(1);
const count = z.int().min(1);

export const emotionalPatternsInput = z
  .strictObject({
    playerId,
    /** Of one session alone. */
    sessionId: sessionId.exactOptional(),
    /** 30 days before `to`, where it is left out. */
    from: z.date().exactOptional(),
    /** Now, where it is left out. */
    to: z.date().exactOptional(),
  })
  .refine(({ from, to }) => !from || !to || (from < to && from >= daysBefore(to, MAX_DAYS)), {
    path: ['from'],
    error: `must be before to, and ${MAX_DAYS} days before it at most`,
  });
export type EmotionalPatternsOf = z.input<typeof emotionalPatternsInput>;

export const emotionalPatternsAnswer = z.strictObject({
  from: z.date(),
  to: z.date(),
  records: z.int().min(0),
  /** Whether there are older records within the range that were left out. */
  truncated: z.boolean(),
  states: z.array(z.strictObject({ state, count, share })),
  transitions: z.array(z.strictObject({ from: state, to: state, count })),
  triggers: z.array(z.strictObject({ trigger: z.string(), count })),
  meanIntensity: intensity.nullable(),
  /** Whether it gets easier; null where there are too few records to say it. */
  trend: trend.nullable(),
  /** How well interventions that were completed within the range worked. */
  helped: z.array(
    z.strictObject({
      interventionType: Intervention.schema.shape.interventionType,
      times: count,
      measured: z.int().min(0),
      effectiveness: share.nullable(),
    }),
  ),
});
export type EmotionalPatterns = z.output<typeof emotionalPatternsAnswer>;

/** What shows in what a player felt within a time, and what helped. */
export const emotionalPatterns = async (
  platform: Scoped<StoryGraph>,
  input: EmotionalPatternsOf,
): Promise<EmotionalPatterns> => {
  const to = input.to ?? platform.now();
  const from = input.from ?? daysBefore(to, DEFAULT_DAYS);
  emotionalPatternsInput.parse({ ...input, from, to });
  const { playerId: player, sessionId: session } = input;
  if (session === undefined)
    await platform.repo(Player).get({ playerId: player, select: { playerId: true } });
  else await platform.repo(Session).get({ sessionId: session, select: { sessionId: true } });
  const range = { gte: from, lt: to };
  const of = { playerId: player, ...(session !== undefined && { sessionId: session }) };
  const [felt, done] = await Promise.all([
    firstOf(
      platform.repo(EmotionalState).stream({
        where: { ...of, recordedAt: range },
        orderBy: { recordedAt: 'desc' },
        select: { sessionId: true, state: true, intensity: true, triggers: true },
      }),
      MAX_RECORDS,
    ),
    firstOf(
      platform.repo(Intervention).stream({
        where: { ...of, completedAt: range },
        orderBy: { completedAt: 'desc' },
        select: { interventionType: true, effectiveness: true },
      }),
      MAX_INTERVENTIONS,
    ),
  ]);
  const moments: readonly Moment[] = felt.items.toReversed();
  return {
    from,
    to,
    records: moments.length,
    truncated: felt.more,
    ...patternsOf(moments),
    helped: helpedBy(done.items),
  };
};
