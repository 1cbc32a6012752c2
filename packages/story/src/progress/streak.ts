import { dayOf } from './days.ts';

export interface Streak {
  readonly current: number;
  readonly longest: number;
}

/** Days in a row. The one that goes on may end yesterday: today is not over. */
export const streakOf = (moments: readonly Date[], now: Date): Streak => {
  const days = [...new Set(moments.map(dayOf))].sort((one, other) => one - other);
  const today = dayOf(now);
  let [run, longest, current] = [0, 0, 0];
  days.forEach((day, index) => {
    run = days[index - 1] === day - 1 ? run + 1 : 1;
    longest = Math.max(longest, run);
    if (day === today || day === today - 1) current = run;
  });
  return { current, longest };
};
