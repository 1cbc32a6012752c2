import { AsyncLocalStorage } from 'node:async_hooks';
import { limits } from '@graphkeep/contract';
import { Deadline, newRequestId, runInContext } from '@graphkeep/core';

/** However many wait: a lookup serves all of them, so it has a time of its own. */
const TIMEOUT_MS = 3_000;
/** The second goes while the first may be stuck. */
const TOGETHER = 2;
const MOST_AT_ONCE = limits.maxPageSize;

interface Waiting<T> {
  readonly key: string;
  readonly found: (record: T | undefined) => void;
  readonly failed: (error: unknown) => void;
}

/** Asks at once for all keys that came while what was asked before is under way: each player may have one of their own. */
export const openLookups = <T>(read: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>) => {
  const waiting: Waiting<T>[] = [];
  const outside = AsyncLocalStorage.snapshot();
  let running = 0;

  const readBatch = async (batch: readonly Waiting<T>[]): Promise<void> => {
    using deadline = Deadline.after(TIMEOUT_MS);
    try {
      const records = await runInContext({ requestId: newRequestId(), deadline }, () =>
        read(batch.map(({ key }) => key)),
      );
      for (const { key, found } of batch) found(records.get(key));
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  };
  const run = async (): Promise<void> => {
    running += 1;
    while (waiting.length > 0) await readBatch(waiting.splice(0, MOST_AT_ONCE));
    running -= 1;
  };

  return (key: string): Promise<T | undefined> =>
    new Promise((found, failed) => {
      waiting.push({ key, found, failed });
      if (running < TOGETHER) void outside(run);
    });
};
