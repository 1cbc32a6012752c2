import type { Range } from '../../series/range.ts';

const YEAR_MS = 365 * 86_400_000;

/** All that may still be open when a range ends: what began within a year before. */
export const until = ({ end }: Range): Range => ({ start: new Date(end.getTime() - YEAR_MS), end });
