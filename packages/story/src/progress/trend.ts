export type Trend = 'improving' | 'stable' | 'declining';

/** Below this many values nothing is said. */
const MIN_VALUES = 8;
/** Each value is compared with each, so that the time grows with the square. */
const MAX_VALUES = 500;
/** Two-sided, at 5 %. */
const SIGNIFICANT_Z = 1.96;

/**
 * Where values go, the oldest first, by the test of Mann and Kendall with its correction for ties: a trend is told where a
 * series without one would look like this in less than 5 % of cases. null where there are fewer than eight values.
 */
export const trendOf = (values: readonly number[]): Trend | null => {
  const latest = values.slice(-MAX_VALUES);
  if (latest.length < MIN_VALUES) return null;
  let rises = 0;
  latest.forEach((later, index) => {
    for (const earlier of latest.slice(0, index)) rises += Math.sign(later - earlier);
  });
  const variance = varianceOf(latest);
  if (variance === 0 || rises === 0) return 'stable';
  const z = (rises - Math.sign(rises)) / Math.sqrt(variance);
  if (Math.abs(z) < SIGNIFICANT_Z) return 'stable';
  return z > 0 ? 'improving' : 'declining';
};

const varianceOf = (values: readonly number[]): number => {
  const spread = (n: number) => n * (n - 1) * (2 * n + 5);
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ties = [...counts.values()].reduce((sum, count) => sum + spread(count), 0);
  return (spread(values.length) - ties) / 18;
};
