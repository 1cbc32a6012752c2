import { setImmediate } from 'node:timers/promises';
import type { Answer } from './database.ts';

/** Reading rows blocks the thread, about 10 ms for a thousand wide ones: between chunks of this size others get their turn. */
const CHUNK = 1_000;

export type EngineRow = readonly unknown[];

/** All rows of an answer. */
export const readRows = async (answer: Answer): Promise<EngineRow[]> => {
  if (answer.length <= CHUNK) return answer.rows();
  const rows: EngineRow[] = [];
  for await (const chunk of readChunks(answer)) rows.push(...chunk);
  return rows;
};

/** The rows of an answer, some at a time. */
export async function* readChunks(answer: Answer): AsyncGenerator<EngineRow[]> {
  const { columns, length } = answer;
  for (let from = 0; from < length; from += CHUNK) {
    const chunk: EngineRow[] = [];
    for (let index = from; index < Math.min(from + CHUNK, length); index++) {
      const row = answer.get(index);
      chunk.push(columns.map((column) => row[column] ?? null));
    }
    yield chunk;
    await setImmediate();
  }
}
