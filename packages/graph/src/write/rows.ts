import { wrong } from '../statements/values.ts';

/** Rows of one call, which are kept together or not at all: a transaction of more would not fit into a store's memory. */
const MAX_ROWS = 100_000;

export const assertRows = (rows: unknown, at = 'rows'): void => {
  if (!Array.isArray(rows)) throw wrong(at, `${at} must be a list.`);
  if (rows.length > MAX_ROWS)
    throw wrong(at, `One call takes ${MAX_ROWS} ${at} at most, and got ${rows.length}: split them.`);
};
