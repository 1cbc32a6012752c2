/** Bounds of the buckets: from .05 ms, each 5 % above the one before, so that a percentile is at most 5 % too high. */
const FIRST_MS = 0.05;
const GROWTH = 1.05;
/** The last bucket begins at ten minutes. */
const BUCKETS = 335;

/** Durations by how often they came, in a size that does not grow. */
export class Histogram {
  readonly #counts = new Uint32Array(BUCKETS);
  #count = 0;
  #total = 0;
  #max = 0;

  add(ms: number): void {
    const bucket = ms <= FIRST_MS ? 0 : Math.ceil(Math.log(ms / FIRST_MS) / Math.log(GROWTH));
    const at = Math.min(bucket, BUCKETS - 1);
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#count += 1;
    this.#total += ms;
    this.#max = Math.max(this.#max, ms);
  }

  get count(): number {
    return this.#count;
  }
  get total(): number {
    return this.#total;
  }
  get max(): number {
    return this.#max;
  }

  /** The duration that this share of all did not exceed. */
  percentile(share: number): number {
    const wanted = Math.ceil(this.#count * share);
    let seen = 0;
    for (const [bucket, count] of this.#counts.entries()) {
      seen += count;
      if (count > 0 && seen >= wanted) return Math.min(FIRST_MS * GROWTH ** bucket, this.#max);
    }
    return 0;
  }
}
