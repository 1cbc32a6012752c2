import type { Config } from '@graphkeep/core';
import type { SqlStore } from '@graphkeep/platform';

/** What the methods of time series stand on; a platform has it. */
export interface Measured {
  readonly sql: SqlStore<unknown>;
  readonly now: () => Date;
  /** What an hour of work costs, and what was invested, where it is known. */
  readonly worth?: Pick<Config['infra'], 'hourCost' | 'investment'>;
}
