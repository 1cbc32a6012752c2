import { isGraphkeepError } from '@graphkeep/core';
import type { Recorded } from '../journal/entry.ts';
import type { OpenTransaction } from './open-transaction.ts';

/** What a transaction changed, told after its commit and before its caller is answered. */
export interface Committed {
  /** Its entries of the journal: of nodes without one nothing is told. */
  readonly entries: readonly Recorded[];
  /** False where the answer to the commit was lost: the changes may have been kept, or may be kept a moment later. */
  readonly certain: boolean;
  /** What another reader must wait for to see them; none where one process is all. */
  readonly bookmarks: readonly string[];
}

/** It must not throw: what it is told of has happened. */
export type OnCommitted = (committed: Committed) => Promise<void>;

/** What has become of the tries of one transaction. */
export class Kept {
  #open: OpenTransaction | undefined;
  #certain = true;
  #entries: readonly Recorded[] = [];
  #afterwards: OpenTransaction['afterwards'] = [];

  /** Those of the try that succeeded, and of each that may have. */
  get entries(): readonly Recorded[] {
    return this.#entries;
  }

  get certain(): boolean {
    return this.#certain;
  }

  /** What is to be done now; nothing where it was not kept. */
  get afterwards(): OpenTransaction['afterwards'] {
    return this.#afterwards;
  }

  begin(open: OpenTransaction): OpenTransaction {
    this.#open = open;
    return open;
  }

  succeeded(): void {
    if (!this.#open) return;
    this.#entries = [...this.#entries, ...this.#open.recorded];
    this.#afterwards = this.#open.afterwards;
  }

  failed(error: unknown): void {
    const mayBeKept = this.#open?.isComplete === true && !(isGraphkeepError(error) && error.retryable);
    if (!this.#open || !mayBeKept) return;
    this.#certain = false;
    this.#entries = [...this.#entries, ...this.#open.recorded];
  }
}
