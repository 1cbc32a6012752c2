import { createLock, type Lease } from '../helpers/lock.ts';
import type { Store } from '../helpers/store.ts';

export interface WarmOptions<T> {
  /** One process at a time warms what has this name; the others leave it to that one. */
  readonly name: string;
  readonly items: Iterable<T> | AsyncIterable<T>;
  /** Loads one through the cache, as by `getOrLoad`. */
  readonly load: (item: T, signal: AbortSignal) => Promise<unknown>;
  /**
   * Loads at once.
   * @default 4
   */
  readonly concurrency?: number;
  /** @default 60 s */
  readonly timeBudgetMs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (report: WarmReport) => void;
}

export interface WarmReport {
  /** False where another process is at it. */
  led: boolean;
  warmed: number;
  failed: number;
  /** Why the first one failed. */
  firstError: string | undefined;
  complete: boolean;
  tookMs: number;
}

const LEASE_MS = 10_000;

export const warm = async <T>(store: Store, key: string, options: WarmOptions<T>): Promise<WarmReport> => {
  const { timeBudgetMs = 60_000 } = options;
  const began = performance.now();
  const report: WarmReport = {
    led: false,
    warmed: 0,
    failed: 0,
    firstError: undefined,
    complete: false,
    tookMs: 0,
  };
  const lease = await createLock(store, key, { ttlMs: LEASE_MS }).acquire();
  if (lease === undefined) return report;
  report.led = true;
  try {
    await loadAll(options, timeBudgetMs, lease, report);
  } finally {
    await lease.release();
    report.tookMs = performance.now() - began;
  }
  return report;
};

const loadAll = async <T>(
  { items, load, concurrency = 4, signal, onProgress = () => {} }: WarmOptions<T>,
  timeBudgetMs: number,
  lease: Lease,
  report: WarmReport,
): Promise<void> => {
  const stop = AbortSignal.any([
    AbortSignal.timeout(timeBudgetMs),
    lease.signal,
    ...(signal ? [signal] : []),
  ]);
  const source = iterate(items);
  let ended = false;
  const worker = async (): Promise<void> => {
    while (!ended && !stop.aborted) {
      const next = await source.next();
      if (next.done === true) {
        ended = true;
        return;
      }
      try {
        await load(next.value, stop);
        report.warmed += 1;
      } catch (error) {
        report.failed += 1;
        report.firstError ??= error instanceof Error ? error.message : String(error);
      }
      onProgress(report);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, worker));
  report.complete = ended && !stop.aborted;
};

async function* iterate<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  yield* items;
}
