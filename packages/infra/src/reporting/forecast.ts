import { slopeOf, studentQuantile } from '../series/significance.ts';

interface Forecast {
  /** Of the days that are left. */
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** How likely it is to lie between both, if costs go on as they did. */
  readonly confidence: number;
  readonly method: 'mean' | 'trend';
  /** How many days it was made from. */
  readonly days: number;
}

interface DayCost {
  readonly day: Date;
  readonly cost: number | null;
}

const DAY_MS = 86_400_000;
const WEEK = 7;
/** Fewer weeks say nothing of how much they differ. */
const LEAST_WEEKS = 3;
/** What is longer ago is no guide. */
const MOST_WEEKS = 13;
const TREND_WEEKS = 6;
const CONFIDENCE = 0.9;

/**
 * What the days after the last known one will cost: by the means of whole weeks, so that weekends fall out, and by a line
 * through them where their growth is no chance. Null where there are fewer than three whole weeks, or no day is left.
 */
export const forecastOf = (days: readonly DayCost[], daysLeft: number): Forecast | null => {
  const weeks = weeksOf(days);
  const count = weeks.length;
  if (count < LEAST_WEEKS || daysLeft < 1) return null;
  const mean = weeks.reduce((sum, week) => sum + week, 0) / count;
  const places = weeks.map((_, index) => index - (count - 1) / 2);
  const spread = places.reduce((sum, place) => sum + place * place, 0);
  const perWeek = places.reduce((sum, place, index) => sum + place * (weeks[index] ?? 0), 0) / spread;
  const total = weeks.reduce((sum, week) => sum + (week - mean) ** 2, 0);
  const isTrend =
    count >= TREND_WEEKS &&
    slopeOf(perWeek, total === 0 ? null : (perWeek * perWeek * spread) / total, count)?.significant === true;

  const weeksLeft = daysLeft / WEEK;
  const ahead = isTrend ? (count - 1) / 2 + 0.5 + weeksLeft / 2 : 0;
  const daily = mean + (isTrend ? perWeek * ahead : 0);
  const freedom = count - (isTrend ? 2 : 1);
  const residual = Math.max(0, total - (isTrend ? perWeek * perWeek * spread : 0)) / freedom;
  const error = Math.sqrt(residual * (1 / count + 1 / weeksLeft + (isTrend ? (ahead * ahead) / spread : 0)));
  const margin = studentQuantile(1 - CONFIDENCE, freedom) * error * daysLeft;
  const expected = Math.max(0, daily * daysLeft);
  return {
    expected,
    low: Math.max(0, expected - margin),
    high: expected + margin,
    confidence: CONFIDENCE,
    method: isTrend ? 'trend' : 'mean',
    days: count * WEEK,
  };
};

/** The means of the last whole weeks, without a gap, the oldest first. */
const weeksOf = (days: readonly DayCost[]): readonly number[] => {
  const known = new Map(days.flatMap(({ day, cost }) => (cost === null ? [] : [[day.getTime(), cost]])));
  const weeks: number[] = [];
  const last = Math.max(...known.keys());
  for (let end = last; weeks.length < MOST_WEEKS; end -= WEEK * DAY_MS) {
    const costs = Array.from({ length: WEEK }, (_, back) => known.get(end - back * DAY_MS));
    if (!costs.every((cost) => cost !== undefined)) break;
    weeks.unshift(costs.reduce((sum, cost) => sum + cost, 0) / WEEK);
  }
  return weeks;
};
