import type { EntityOf } from '@graphkeep/models';
import type { TherapeuticGoal } from '@graphkeep/models/story';
import { easeOf, type Felt } from '../emotions/strain.ts';
import { mean, meanOfDays } from './days.ts';
import { type Trend, trendOf } from './trend.ts';

/** How far a player has come: the mean progress of all goals that were not dropped; null without any. */
export const overallOf = (
  goals: readonly Pick<EntityOf<typeof TherapeuticGoal>, 'status' | 'progress'>[],
): number | null => {
  const overall = mean(goals.filter(({ status }) => status !== 'dropped').map(({ progress }) => progress));
  return overall === null ? null : overall / 100;
};

/** Where a player is going: the trend of how well each day was. Days without a record say nothing. */
export const courseOf = (felt: readonly (Felt & { readonly recordedAt: Date })[]): Trend | null =>
  trendOf(meanOfDays(felt.map((one) => ({ at: one.recordedAt, value: easeOf(one) }))));
