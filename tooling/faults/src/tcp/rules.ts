/** Up is from the client to the target, down is the way back. */
export type Way = 'up' | 'down';

/** A cut that every connection meets after its own `afterBytes`, until `timesLeft` is used up. */
export interface Cut {
  readonly afterBytes: number;
  timesLeft: number;
}

/** What happens in one direction, read anew for every piece of data: open connections follow a switch at once. */
export interface Rules {
  latencyMs: number;
  jitterMs: number;
  blackHole: boolean;
  cut: Cut | undefined;
}

export const harmless = (): Rules => ({ latencyMs: 0, jitterMs: 0, blackHole: false, cut: undefined });
