import type { Run } from '../engine/engine.ts';

/** Whether an error of a transaction came of the store, or of what else its work does: a cache that is away is not a graph that is. */
export class Blame {
  readonly #ofStatements = new Set<unknown>();
  readonly #ofWork = new Set<unknown>();

  ofStatements(run: Run): Run {
    return async (statement) => {
      try {
        return await run(statement);
      } catch (error) {
        this.#ofStatements.add(error);
        throw error;
      }
    };
  }

  async ofWork<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.#ofWork.add(error);
      throw error;
    }
  }

  readonly isOfStore = (error: unknown): boolean => this.#ofStatements.has(error) || !this.#ofWork.has(error);
}
