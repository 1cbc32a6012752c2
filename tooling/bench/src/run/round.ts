import type { Call } from '../define-suite.ts';
import type { Clock } from './context.ts';

export interface RoundOptions {
  readonly callers: number;
  /** How many calls a caller does between two looks at the clock: a look costs as much as a small call. */
  readonly batch: number;
  readonly roundMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface Round {
  readonly calls: number;
  readonly elapsedMs: number;
}

/** Calls for at least `roundMs`; what was begun is waited for and counted. The first error ends it for all callers. */
export const playRound = async (call: Call, options: RoundOptions): Promise<Round> => {
  const { callers, batch, roundMs, clock, signal } = options;
  const errors: unknown[] = [];
  const start = clock.now();
  let calls = 0;
  const caller = async (): Promise<void> => {
    try {
      do {
        for (let done = 0; done < batch; done += 1) await call();
        calls += batch;
      } while (clock.now() - start < roundMs && errors.length === 0 && !signal.aborted);
    } catch (error) {
      errors.push(error);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  if (errors.length > 0) throw errors[0];
  return { calls, elapsedMs: clock.now() - start };
};

/** So many calls that a caller looks at the clock about once a millisecond. */
export const batchFor = ({ calls, elapsedMs }: Round, callers: number): number =>
  Math.max(1, Math.floor(calls / callers / Math.max(elapsedMs, 1)));
