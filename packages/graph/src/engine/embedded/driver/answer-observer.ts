import { setImmediate } from 'node:timers/promises';
import { type Connection, Record as RecordOf } from 'neo4j-driver-core';

export interface Finished {
  readonly keys: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** What the summary is made from. */
  readonly metadata: object;
}

type StreamObserver = ReturnType<Connection['run']>;
type Observer = Parameters<StreamObserver['subscribe']>[0];

/** Between so many, others of the thread get their turn. */
const ROWS_AT_ONCE = 5_000;

/** An answer as the driver's results take it: they ask for it once they know who wants it. */
export class AnswerObserver implements StreamObserver {
  readonly #answer: Promise<Finished>;
  #cancelled = false;

  constructor(answer: Promise<Finished>) {
    this.#answer = answer;
    // A result that nobody reads reports its failure to nobody.
    answer.catch(() => {});
  }

  subscribe(observer: Observer): void {
    this.#answer.then(
      async ({ keys, rows, metadata }) => {
        const names = [...keys];
        observer.onKeys?.(names);
        const lookup = Object.fromEntries(names.map((key, index) => [key, index]));
        for (let at = 0; at < rows.length && !this.#cancelled; at++) {
          observer.onNext?.(new RecordOf(names, [...(rows[at] ?? [])], lookup));
          if (at % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await setImmediate();
        }
        // The driver's results make the summary themselves, from what a server sends; the type is that of their readers.
        (observer.onCompleted as ((sent: object) => void) | undefined)?.(metadata);
      },
      (error: unknown) => observer.onError?.(error instanceof Error ? error : new Error(String(error))),
    );
  }

  cancel(): void {
    this.#cancelled = true;
  }

  // The rows are all there already, so there is no flow to control.
  pause(): void {}
  resume(): void {}
  prepareToHandleSingleResponse(): void {}
  markCompleted(): void {}
  onError(): void {}
}
