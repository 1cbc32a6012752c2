import { AsyncLocalStorage } from 'node:async_hooks';
import { GraphkeepError } from '@graphkeep/core';

export interface GroupCommit<T> {
  /** Resolves when it is written, with all that came while the batch before was under way. */
  write(item: T): Promise<void>;
  /** Resolves when nothing is under way. */
  drained(): Promise<void>;
}

interface Waiting<T> {
  readonly item: T;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

const BATCH = 250;
const MAX_WAITING = 10_000;

/** One write at a time, for all who wait: many callers pay for one. */
export const openGroupCommit = <T>(append: (items: readonly T[]) => Promise<void>): GroupCommit<T> => {
  const waiting: Waiting<T>[] = [];
  // It serves all, so it must not run in the request or the transaction of whoever came first.
  const outside = AsyncLocalStorage.snapshot();
  let running: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      try {
        await append(batch.map(({ item }) => item));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    running = undefined;
  };

  return {
    write: (item) =>
      new Promise((done, failed) => {
        if (waiting.length >= MAX_WAITING) {
          failed(new GraphkeepError('overloaded', `More than ${MAX_WAITING} entries wait to be written.`));
          return;
        }
        waiting.push({ item, done, failed });
        running ??= outside(run);
      }),
    drained: async () => {
      while (running) await running;
    },
  };
};
