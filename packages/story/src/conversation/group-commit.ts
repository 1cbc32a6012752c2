import { AsyncLocalStorage } from 'node:async_hooks';
import { currentContext, GraphkeepError } from '@graphkeep/core';

export type Outcome<A> = { readonly answer: A } | { readonly error: unknown };

export interface GroupCommitOptions<I, A> {
  /** Keeps all of a batch that can be kept, and answers each item in its place. */
  readonly commit: (items: readonly I[]) => Promise<readonly Outcome<A>[]>;
  readonly weightOf: (item: I) => number;
  /** Weight of one batch; an item that is heavier goes alone. */
  readonly maxBatch: number;
  /** Weight that may wait; beyond it an item is refused as `overloaded`. */
  readonly maxWaiting: number;
}

export interface GroupCommit<I, A> {
  /** Resolves when the item is kept for good, in the order of the calls. */
  add(item: I): Promise<A>;
  /** Takes no more, and resolves when what waits is kept. */
  close(): Promise<void>;
}

interface Waiting<I, A> {
  readonly item: I;
  readonly weight: number;
  readonly done: PromiseWithResolvers<A>;
  readonly forget: () => void;
}

/** A batch serves many requests: it must not end with the deadline, or join the transaction, of the one that began it. */
const outsideOfRequests = AsyncLocalStorage.snapshot();

/** Gathers the items of many callers into batches: while one is being kept, the next one grows. */
export const groupCommit = <I, A>({
  commit,
  weightOf,
  maxBatch,
  maxWaiting,
}: GroupCommitOptions<I, A>): GroupCommit<I, A> => {
  const waiting = new Set<Waiting<I, A>>();
  let weight = 0;
  let closed = false;
  let running: Promise<void> | undefined;

  const leave = (one: Waiting<I, A>): void => {
    if (waiting.delete(one)) weight -= one.weight;
  };

  const nextBatch = (): readonly Waiting<I, A>[] => {
    const batch: Waiting<I, A>[] = [];
    let taken = 0;
    for (const one of waiting) {
      taken += one.weight;
      if (batch.length > 0 && taken > maxBatch) break;
      batch.push(one);
    }
    for (const one of batch) leave(one);
    return batch;
  };

  const keep = async (batch: readonly Waiting<I, A>[]): Promise<void> => {
    const outcomes = await commit(batch.map(({ item }) => item)).catch((error: unknown) =>
      batch.map(() => ({ error })),
    );
    batch.forEach(({ done, forget }, index) => {
      forget();
      const outcome = outcomes[index] ?? { error: new TypeError('A batch left an item unanswered.') };
      if ('error' in outcome) done.reject(outcome.error);
      else done.resolve(outcome.answer);
    });
  };

  const run = async (): Promise<void> => {
    // Whoever calls in this turn too is in the first batch.
    await Promise.resolve();
    while (waiting.size > 0) await keep(nextBatch());
    running = undefined;
  };

  return {
    add: async (item) => {
      if (closed) throw new GraphkeepError('unavailable', 'The server is closing: it takes no more writes.');
      const own = weightOf(item);
      if (weight > 0 && weight + own > maxWaiting)
        throw new GraphkeepError('overloaded', 'Too many writes wait already.', { retryAfterMs: 200 });
      const deadline = currentContext()?.deadline;
      deadline?.throwIfPassed('the write');
      const late = (): void => {
        const begun = !waiting.has(one);
        leave(one);
        const error = deadline?.errorFor(begun ? 'the write, which may still be kept' : 'the write');
        one.done.reject(error);
      };
      const one: Waiting<I, A> = {
        item,
        weight: own,
        done: Promise.withResolvers<A>(),
        forget: () => deadline?.signal.removeEventListener('abort', late),
      };
      deadline?.signal.addEventListener('abort', late, { once: true });
      waiting.add(one);
      weight += own;
      running ??= outsideOfRequests(run);
      return one.done.promise;
    },
    close: async () => {
      closed = true;
      await running;
    },
  };
};
