/** Upper bounds in seconds. */
export const BUCKETS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;

/** A histogram that costs a loop over a few numbers, where the usual one hashes its labels each time. */
export class Durations {
  readonly counts: number[] = Array.from({ length: BUCKETS.length + 1 }, () => 0);
  count = 0;
  seconds = 0;

  add(ms: number): void {
    const seconds = ms / 1_000;
    this.count += 1;
    this.seconds += seconds;
    let bucket = 0;
    while (bucket < BUCKETS.length && seconds > (BUCKETS[bucket] ?? 0)) bucket += 1;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
  }
}
