import { createGuard } from '@graphkeep/core';
import type { Call } from '../engine/engine.ts';

/** How long one page or batch may take; a whole graph takes as long as it takes. */
const PAGE_MS = 60_000;

/** Runs pages and batches, which may run twice: what fails for a moment is tried again. */
export const patiently = (signal: AbortSignal | undefined) => {
  const guard = createGuard('graph', { timeoutMs: PAGE_MS });
  return <T>(work: (call: Call) => Promise<T>): Promise<T> =>
    guard.run(
      (deadline) =>
        work({ signal: signal ? AbortSignal.any([signal, deadline]) : deadline, timeoutMs: PAGE_MS }),
      { idempotent: true },
    );
};
