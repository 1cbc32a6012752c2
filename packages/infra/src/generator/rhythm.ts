export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const PEAK_HOUR = 14;
const WEEKEND = 0.55;

/** How busy an estate is, from 0.15 to 1, in UTC: most in the early afternoon, and at weekends little over half of that. */
export const busynessAt = (time: number): number => {
  const hour = (time % DAY_MS) / HOUR_MS;
  // The first day of 1970 was a Thursday.
  const weekday = (Math.floor(time / DAY_MS) + 4) % 7;
  const daily = 0.64 + 0.36 * Math.cos(((hour - PEAK_HOUR) / 24) * 2 * Math.PI);
  return weekday === 0 || weekday === 6 ? daily * WEEKEND : daily;
};

/** The moments of a period that are whole steps since 1970: two periods that meet have none twice, and miss none. */
export function* stepsOf(start: number, end: number, stepMs: number): Generator<number> {
  for (let time = Math.ceil(start / stepMs) * stepMs; time < end; time += stepMs) yield time;
}
