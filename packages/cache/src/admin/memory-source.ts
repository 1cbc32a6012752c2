import type { HeldEntry } from '../l1/held.ts';
import type { Source } from './clean.ts';
import type { Judged } from './selection.ts';

export interface HoldingCache {
  held(): Iterable<HeldEntry>;
}
/** Ends entries of a type, also for loads that are under way. */
export type RemoveHeld = (type: string, ids: readonly string[]) => Promise<unknown>;

const BATCH = 200;
const BUDGET_MS = 10_000;

/** The entries that a process holds for itself, where there is no Redis. They are few: a run always begins with the first. */
export const memorySource = (prefix: string, cache: HoldingCache, remove: RemoveHeld): Source<Judged> => ({
  prefix,
  scan: async (_, { timeBudgetMs = BUDGET_MS, batchSize = BATCH, signal }, visit) => {
    const began = performance.now();
    const entries = Array.from(cache.held(), (entry): Judged => ({ ...entry, kind: 'value' }));
    let [at, error] = [0, undefined as string | undefined];
    try {
      for (; at < entries.length; at += batchSize) {
        if (signal?.aborted || performance.now() - began > timeBudgetMs) break;
        await visit(entries.slice(at, at + batchSize), (some) => removeAll(some, remove));
      }
    } catch (cause) {
      error = cause instanceof Error ? cause.message : String(cause);
    }
    const complete = error === undefined && at >= entries.length;
    return { complete, next: undefined, error, tookMs: performance.now() - began };
  },
});

const removeAll = async (some: readonly Judged[], remove: RemoveHeld): Promise<ReadonlySet<string>> => {
  for (const [type, own] of Map.groupBy(some, (entry) => entry.type))
    await remove(
      type,
      own.map(({ id }) => id),
    );
  return new Set(some.map(({ key }) => key));
};
