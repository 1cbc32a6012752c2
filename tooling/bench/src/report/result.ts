import type { Goal } from '../goal.ts';
import { median, ratios, type Spread, spread } from '../statistics.ts';

/** One line of the table. */
export interface Result {
  readonly id: string;
  readonly subject: string;
  /** The peer of the ratio. */
  readonly against: string | null;
  /** The median over the rounds. */
  readonly value: number;
  readonly unit: string;
  /** The median of the ratios of the rounds. */
  readonly ratio: number | null;
  /** Of the value over the rounds. */
  readonly spread: Spread;
  readonly goal: string | null;
  readonly met: boolean | null;
  readonly ratioSpread: Spread | null;
  readonly note: string | null;
}

export interface Figures {
  readonly id: string;
  readonly subject: string;
  readonly unit: string;
  /** One a round. */
  readonly values: readonly number[];
}

const judged = (goal: Goal | undefined, figure: number): Pick<Result, 'goal' | 'met'> => ({
  goal: goal?.text ?? null,
  met: goal?.met(figure) ?? null,
});

export const valueResult = (
  { id, subject, unit, values }: Figures,
  goal?: Goal,
  note: string | null = null,
): Result => {
  const value = median(values);
  return {
    ...{ id, subject, against: null, value, unit, ratio: null, spread: spread(values) },
    ...judged(goal, value),
    ...{ ratioSpread: null, note },
  };
};

export const ratioResult = (ours: Figures, theirs: Figures, goal?: Goal): Result => {
  const perRound = ratios(ours.values, theirs.values);
  const ratio = median(perRound);
  return {
    ...valueResult(ours),
    ...judged(goal, ratio),
    ...{ against: theirs.subject, ratio, ratioSpread: spread(perRound) },
  };
};
