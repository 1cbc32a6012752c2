import { type GraphkeepError, isGraphkeepError } from '@graphkeep/core';

/** Errors that say nothing of whether an earlier try was kept. */
const SILENT = new Set(['unavailable', 'conflict', 'timeout', 'overloaded', 'cancelled', 'uncertain']);

/**
 * Remembers a commit whose answer was lost. With a record of the change a second try learns what became of it; where that
 * try cannot be made, or fails to reach the store, the doubt is what the caller must hear.
 */
export class Doubt {
  #uncertain: GraphkeepError | undefined;

  notes(error: unknown): boolean {
    if (!isGraphkeepError(error) || error.code !== 'uncertain') return false;
    this.#uncertain = error;
    return true;
  }

  /** What to say when all tries ended with this error. */
  about(error: unknown): unknown {
    return this.#uncertain && isGraphkeepError(error) && SILENT.has(error.code) ? this.#uncertain : error;
  }
}
