import type { Range } from '../../series/range.ts';
import type { Period } from '../periods.ts';

const DAY_MS = 86_400_000;

/** How it stood at the end of a period: its last day alone. Months of rows are not read for that. */
export const lastDay = ({ name, range, previous }: Period): Period => ({
  name,
  range: endOf(range),
  previous: endOf(previous),
});

const endOf = ({ start, end }: Range): Range => ({
  start: new Date(Math.max(start.getTime(), end.getTime() - DAY_MS)),
  end,
});
