import { mean } from '../progress/days.ts';
import { type Trend, trendOf } from '../progress/trend.ts';
import { type Emotion, easeOf } from './strain.ts';

const MAX_TRIGGERS = 10;

/** A record of what was felt. */
export interface Moment {
  readonly sessionId: string;
  readonly state: Emotion;
  readonly intensity: number;
  readonly triggers: readonly string[];
}
interface Patterns {
  readonly states: { state: Emotion; count: number; share: number }[];
  readonly transitions: { from: Emotion; to: Emotion; count: number }[];
  readonly triggers: { trigger: string; count: number }[];
  /** null where nothing was recorded. */
  readonly meanIntensity: number | null;
  readonly trend: Trend | null;
}

const counted = <T>(values: readonly T[]): (readonly [T, number])[] => {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
};

/** What shows in records, which are given the oldest first. A transition lies between two records of one session. */
export const patternsOf = (moments: readonly Moment[]): Patterns => {
  const steps = [...Map.groupBy(moments, ({ sessionId }) => sessionId).values()].flatMap(stepsOf);
  return {
    states: counted(moments.map(({ state }) => state)).map(([state, count]) => ({
      state,
      count,
      share: count / moments.length,
    })),
    transitions: [...Map.groupBy(steps, ({ from, to }) => `${from} ${to}`).values()]
      .flatMap((same) => same.slice(0, 1).map((step) => ({ ...step, count: same.length })))
      .sort((one, other) => other.count - one.count),
    triggers: counted(moments.flatMap(({ triggers }) => [...new Set(triggers)]))
      .slice(0, MAX_TRIGGERS)
      .map(([trigger, count]) => ({ trigger, count })),
    meanIntensity: mean(moments.map(({ intensity }) => intensity)),
    trend: trendOf(moments.map(easeOf)),
  };
};

const stepsOf = (session: readonly Moment[]): readonly { readonly from: Emotion; readonly to: Emotion }[] =>
  session.flatMap(({ state: from }, index) => {
    const next = session[index + 1];
    return next ? [{ from, to: next.state }] : [];
  });
