const AT_ONCE = 4;
const WAITING = 1_000;

/** Does in the background what is likely to be asked for next. It is a help only: too much of it, or its failure, is dropped. */
export class Prefetcher {
  readonly #waiting: (() => unknown)[] = [];
  #running = 0;
  dropped = 0;

  add(work: () => unknown): void {
    if (this.#waiting.length >= WAITING) {
      this.dropped += 1;
      return;
    }
    this.#waiting.push(work);
    if (this.#running < AT_ONCE) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running += 1;
    for (let work = this.#waiting.shift(); work !== undefined; work = this.#waiting.shift()) {
      try {
        await work();
      } catch {
        this.dropped += 1;
      }
    }
    this.#running -= 1;
  }
}
