import { setImmediate as nextTurn } from 'node:timers/promises';

/** Rows of one statement: more would hold the event loop for long, while they are packed or handed to an engine. */
export const CHUNK = 2_000;

export const chunksOf = <T>(rows: readonly T[], size = CHUNK): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );

/** Rows that are read between two turns of the event loop. */
const TURN = 500;

/** Maps many rows, and lets others run in between. */
export const mapRows = async <T, U>(
  rows: readonly T[],
  map: (row: T, index: number) => U,
): Promise<readonly U[]> => {
  const mapped: U[] = [];
  for (const [index, row] of rows.entries()) {
    if (index > 0 && index % TURN === 0) await nextTurn();
    mapped.push(map(row, index));
  }
  return mapped;
};
