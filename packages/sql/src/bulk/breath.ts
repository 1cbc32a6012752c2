import { setImmediate } from 'node:timers/promises';

/** Some milliseconds of checking rows. */
const ROWS = 250;

/**
 * Awaited for each row: lets go of the thread now and then. Rows that are there already are taken in one go else, and the
 * batch before them is only sent when the next is full: measured, half as many rows a second.
 */
export const openBreath = (): (() => Promise<void> | undefined) => {
  let rows = 0;
  return () => {
    rows += 1;
    return rows % ROWS === 0 ? setImmediate() : undefined;
  };
};
