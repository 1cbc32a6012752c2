/** Bounds of the buckets: from .05 ms, each 5 % above the one before, so that a percentile is at most 5 % too high. */
const FIRST_MS = 0.05;
const GROWTH = 1.05;
/** The last bucket begins at ten minutes. */
const BUCKETS = 335;
const HOUR_MS = 3_600_000;
const ENOUGH = 10;

interface Hour {
  readonly hour: number;
  count: number;
  total: number;
}

/** Durations by how often they came, in a size that does not grow. */
export class Durations {
  readonly #counts = new Uint32Array(BUCKETS);
  #before: Hour | undefined;
  #current: Hour | undefined;
  count = 0;
  total = 0;
  max = 0;

  add(ms: number, now = Date.now()): void {
    const bucket = ms <= FIRST_MS ? 0 : Math.ceil(Math.log(ms / FIRST_MS) / Math.log(GROWTH));
    const at = Math.min(bucket, BUCKETS - 1);
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.count += 1;
    this.total += ms;
    this.max = Math.max(this.max, ms);
    const hour = Math.floor(now / HOUR_MS);
    if (this.#current?.hour !== hour) {
      this.#before = this.#current?.hour === hour - 1 ? this.#current : undefined;
      this.#current = { hour, count: 0, total: 0 };
    }
    this.#current.count += 1;
    this.#current.total += ms;
  }

  /** The duration that this share of all did not exceed. */
  percentile(share: number): number {
    const wanted = Math.ceil(this.count * share);
    let seen = 0;
    for (const [bucket, count] of this.#counts.entries()) {
      seen += count;
      if (count > 0 && seen >= wanted) return Math.min(FIRST_MS * GROWTH ** bucket, this.max);
    }
    return 0;
  }

  trend(): number | null {
    const [before, current] = [this.#before, this.#current];
    if (!before || !current || before.count < ENOUGH || current.count < ENOUGH) return null;
    return current.total / current.count / (before.total / before.count);
  }
}
