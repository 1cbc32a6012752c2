import type { Duration } from './duration.ts';

/** A life that depends on how long ago somebody was active. */
export interface ActivityPolicy<V> {
  readonly lastActive: (value: V) => Date | number;
  /** The first one that fits counts. */
  readonly steps: readonly { readonly within: Duration; readonly ttl: Duration }[];
  readonly otherwise: Duration;
}

/**
 * Active within 5 minutes: 1 hour; within 30 minutes: 30 minutes; else 10 minutes. Judged at each write; `touch` counts as
 * activity now.
 */
export const byActivity = <V>(lastActive: (value: V) => Date | number): ActivityPolicy<V> => ({
  lastActive,
  steps: [
    { within: '5m', ttl: '1h' },
    { within: '30m', ttl: '30m' },
  ],
  otherwise: '10m',
});
