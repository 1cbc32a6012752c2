import type { Settings } from '../settings.ts';

/** What time is read from. */
export interface Clock {
  now(): number;
}

/** How much is measured. */
export interface Method {
  readonly rounds: number;
  /** What a subject's part of a round lasts at least. */
  readonly roundMs: number;
}

export const thorough: Method = { rounds: 5, roundMs: 500 };
export const quick: Method = { rounds: 3, roundMs: 200 };

export interface RunContext {
  readonly clock: Clock;
  readonly method: Method;
  readonly quick: boolean;
  readonly settings: Settings;
  /** Ends the run after what is running now; stores are still closed. */
  readonly signal: AbortSignal;
  /** Whether a bench was asked for. */
  readonly matches: (id: string) => boolean;
  readonly progress: (line: string) => void;
  /** Notes what failed. The run goes on, and ends with an error. */
  readonly failed: (line: string) => void;
}
