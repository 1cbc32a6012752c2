const LIMIT = 5_000;

/**
 * What was changed lately, by this process or another, in the order in which this process learnt it. A read or a load
 * notes where the order stands when it begins; if its key was changed since, what it found must not be kept.
 */
export class RecentChanges {
  #last = 0;
  /** Of what lies before it, nothing is known any more. */
  #floor = 0;
  /** Two halves: when the newer one is full, the older one is forgotten at once. */
  #newer = new Map<string, number>();
  #older = new Map<string, number>();
  #newerFrom = 0;

  get last(): number {
    return this.#last;
  }

  mark(key: string): number {
    this.#last += 1;
    this.#newer.set(key, this.#last);
    if (this.#newer.size >= LIMIT) this.#turn();
    return this.#last;
  }

  /** Everything may have been changed. */
  markAll(): void {
    this.#last += 1;
    this.#turn();
    this.#floor = this.#last;
  }

  changedSince(key: string, moment: number): boolean {
    if (moment === this.#last) return false;
    return moment < this.#floor || (this.#newer.get(key) ?? this.#older.get(key) ?? 0) > moment;
  }

  #turn(): void {
    this.#floor = this.#newerFrom;
    this.#older = this.#newer;
    this.#newer = new Map();
    this.#newerFrom = this.#last;
  }
}
