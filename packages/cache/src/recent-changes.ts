const LIMIT = 10_000;

/**
 * What was changed lately, by this process or another, in the order in which this process learnt it. A read or a load
 * notes where the order stands when it begins; if its key was changed since, what it found must not be kept.
 */
export class RecentChanges {
  #last = 0;
  /** Of what lies before it, nothing is known any more. */
  #floor = 0;
  readonly #byKey = new Map<string, number>();

  get last(): number {
    return this.#last;
  }

  mark(key: string): number {
    this.#last += 1;
    this.#byKey.delete(key);
    this.#byKey.set(key, this.#last);
    if (this.#byKey.size > LIMIT) this.#forgetOldest();
    return this.#last;
  }

  /** Everything may have been changed. */
  markAll(): void {
    this.#last += 1;
    this.#floor = this.#last;
    this.#byKey.clear();
  }

  changedSince(key: string, moment: number): boolean {
    if (moment === this.#last) return false;
    return moment < this.#floor || (this.#byKey.get(key) ?? 0) > moment;
  }

  #forgetOldest(): void {
    for (const [key, moment] of this.#byKey) {
      this.#byKey.delete(key);
      this.#floor = moment;
      return;
    }
  }
}
