import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Ground } from '../ground.ts';

/**
 * Rows of one statement. The embedded engine takes them on this thread: more would hold the event loop for long. For Neo4j
 * each statement is a journey to the server.
 */
const rowsOf = { embedded: 2_000, neo4j: 5_000 } as const;

export const chunksOf = <T>(
  rows: readonly T[],
  { engine }: Pick<Ground, 'engine'>,
): readonly (readonly T[])[] => {
  const size = rowsOf[engine];
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
};

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
