import { GraphkeepError } from '@graphkeep/core';
import { aborted, whenAborted } from '../aborted.ts';

/**
 * The engine cannot be told to stop. A caller whose deadline passes is answered at once, and his query lives on as a
 * runaway; while as many live as may, new work is refused, so that they cannot take the whole machine.
 */
export class Runaways {
  readonly #most: number;
  #alive = 0;

  constructor(most: number) {
    this.#most = most;
  }

  async watch<T>(signal: AbortSignal, start: () => Promise<T>): Promise<T> {
    if (signal.aborted) throw aborted(signal);
    if (this.#alive >= this.#most)
      throw new GraphkeepError(
        'overloaded',
        `${this.#alive} queries that nobody waits for any more still run in the embedded engine; it takes no other until one of them ends.`,
      );
    let settled = false;
    const work = start().finally(() => {
      settled = true;
    });
    const abort = whenAborted(signal);
    try {
      return await Promise.race([work, abort.promise]);
    } catch (error) {
      if (!settled) this.#adopt(work);
      throw error;
    } finally {
      abort.forget();
    }
  }

  #adopt(work: Promise<unknown>): void {
    this.#alive++;
    const end = () => void this.#alive--;
    work.then(end, end);
  }
}
