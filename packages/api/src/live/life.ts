/** After this a caller comes again, and with it the question whether its key is still good. */
const LONGEST_MS = 15 * 60_000;
/** All connections of a process end together when it stops: they must not all come back together. */
const SPREAD_MS = 2_000;

export interface Life {
  /** Aborted when the connection ends, for whichever reason. */
  readonly signal: AbortSignal;
  /** Whether the caller is still there to be told. */
  readonly isListening: () => boolean;
  readonly afterMs: () => number;
}

/** How long a live connection lasts: until the caller goes, its key is taken away, the process stops, or its time is over. */
export const lifeOf = (caller: AbortSignal | undefined, ends: readonly (AbortSignal | undefined)[]): Life => {
  const signals = [caller, ...ends].filter((one) => one !== undefined);
  return {
    signal: AbortSignal.any([...signals, AbortSignal.timeout(LONGEST_MS)]),
    isListening: () => caller?.aborted !== true,
    afterMs: () => Math.round(Math.random() * SPREAD_MS),
  };
};
