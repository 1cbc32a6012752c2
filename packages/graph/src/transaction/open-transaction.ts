import { GraphkeepError } from '@graphkeep/core';
import type { Access, Run, Statement } from '../engine/engine.ts';
import type { Recorded } from '../journal/entry.ts';

/** A transaction that work may join. Its statements run one after another, however many are asked for at once. */
export class OpenTransaction {
  readonly access: Access;
  /** What it tells the journal, so far. */
  readonly recorded: Recorded[] = [];
  /** What is to be done once it is kept. */
  readonly afterwards: (() => unknown)[] = [];
  readonly #run: Run;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #failure: { readonly error: unknown } | undefined;
  #ended = false;
  #complete = false;

  constructor(access: Access, run: Run) {
    this.access = access;
    this.#run = run;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Whether its work was done, so that a commit was asked for. */
  get isComplete(): boolean {
    return this.#complete;
  }

  readonly run: Run = (statement) => {
    this.#waiting += 1;
    const answer = this.#last.then(() => this.#runOne(statement)).finally(() => (this.#waiting -= 1));
    this.#last = answer.catch(() => {});
    return answer;
  };

  /** Part of the work failed after it may have written: the whole must not be kept, even where the error is caught. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** Runs what the transaction is for, and answers only if all of it may be kept. */
  async complete<T>(work: () => Promise<T>): Promise<T> {
    try {
      const answer = await work();
      if (this.#waiting > 0)
        throw new GraphkeepError(
          'invalid_input',
          'The work of a transaction ended before its statements did: await each of them.',
        );
      this.#assertSound();
      this.#complete = true;
      return answer;
    } finally {
      this.#ended = true;
      await this.#last;
    }
  }

  async #runOne(statement: Statement): ReturnType<Run> {
    this.#assertSound();
    if (this.#ended) throw endedError();
    try {
      const rows = await this.#run(statement);
      if (statement.entries) this.recorded.push(...statement.entries);
      return rows;
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  #assertSound(): void {
    if (this.#failure) throw this.#failure.error;
  }
}

export const endedError = (): GraphkeepError =>
  new GraphkeepError(
    'invalid_input',
    'This transaction has ended: a write that began in it must be awaited in it.',
  );
