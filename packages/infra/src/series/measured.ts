import type { SqlStore } from '@graphkeep/platform';

/** What the methods of time series stand on; a platform has it. */
export interface Measured {
  readonly sql: SqlStore<unknown>;
  readonly now: () => Date;
}
