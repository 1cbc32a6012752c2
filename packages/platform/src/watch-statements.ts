import { countUsage, type Logger, type Metrics } from '@graphkeep/core';
import type { StatementEvent } from '@graphkeep/graph';

export interface WatchOptions {
  readonly database: string;
  readonly slowQueryMs: number;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Measures every statement, and logs the slow ones. Their text holds no values: all of those are bound. */
export const watchStatements =
  ({ database, slowQueryMs, log, metrics }: WatchOptions) =>
  ({ operation, text, durationMs, rows, error }: StatementEvent): void => {
    metrics.queryTook({ operation, database }, durationMs / 1_000);
    countUsage('database', durationMs);
    if (durationMs >= slowQueryMs)
      log.warn(
        {
          database,
          operation,
          statement: text,
          durationMs: Math.round(durationMs),
          rows,
          failed: error !== undefined,
        },
        'slow query',
      );
  };
