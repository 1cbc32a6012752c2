import { isGraphkeepError } from '@graphkeep/core';
import type { SqlResult } from './engine/session.ts';

export interface StatementEvent {
  /** With $1, $2 in place of values. */
  readonly text: string;
  readonly durationMs: number;
  readonly rows: number;
  readonly error?: unknown;
}

/** Stands around every statement. */
export type Watch = (text: string, run: () => Promise<SqlResult>) => Promise<SqlResult>;

export const watching =
  (tell: (event: StatementEvent) => void): Watch =>
  async (text, run) => {
    const began = performance.now();
    try {
      const result = await run();
      tell({ text, durationMs: performance.now() - began, rows: result.affected ?? result.rows.length });
      return result;
    } catch (error) {
      tell({ text, durationMs: performance.now() - began, rows: 0, error });
      throw isGraphkeepError(error)
        ? error
        : new TypeError('A session threw what it must not.', { cause: error });
    }
  };
