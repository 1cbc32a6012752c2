import { createHash } from 'node:crypto';
import type { Statement } from '../engine/engine.ts';
import { Histogram } from './histogram.ts';

/** What one statement has cost so far, whatever its values were. */
export interface Fingerprint {
  /** The same for the same text in every process. */
  readonly id: string;
  readonly operation: string;
  readonly text: string;
  readonly count: number;
  readonly errors: number;
  readonly totalMs: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly maxMs: number;
  readonly rows: number;
  readonly maxRows: number;
  /** Of the last profile; only Neo4j counts them. */
  readonly dbHits?: number;
}

export interface Kept {
  readonly id: string;
  readonly operation: string;
  readonly text: string;
  readonly durations: Histogram;
  errors: number;
  rows: number;
  maxRows: number;
  dbHits: number | undefined;
}

/** A statement that somebody assembles anew each time must not fill the memory: the one that rested longest goes. */
const MOST = 1_000;

export class Fingerprints {
  readonly #byText = new Map<string, Kept>();

  /** The fingerprint of a statement, as the latest one. */
  of({ text, operation }: Statement): Kept {
    const kept = this.#byText.get(text) ?? {
      id: createHash('sha256').update(text).digest('base64url').slice(0, 12),
      operation,
      text,
      durations: new Histogram(),
      errors: 0,
      rows: 0,
      maxRows: 0,
      dbHits: undefined,
    };
    this.#byText.delete(text);
    this.#byText.set(text, kept);
    if (this.#byText.size > MOST) for (const oldest of this.#byText.keys()) return this.#forget(oldest, kept);
    return kept;
  }

  /** Those that took the most time in all are the first. */
  list(): readonly Fingerprint[] {
    return [...this.#byText.values()].map(told).sort((one, other) => other.totalMs - one.totalMs);
  }

  clear(): void {
    this.#byText.clear();
  }

  #forget(text: string, kept: Kept): Kept {
    this.#byText.delete(text);
    return kept;
  }
}

const told = ({ id, operation, text, durations, errors, rows, maxRows, dbHits }: Kept): Fingerprint => ({
  id,
  operation,
  text,
  count: durations.count,
  errors,
  totalMs: durations.total,
  p50: durations.percentile(0.5),
  p95: durations.percentile(0.95),
  p99: durations.percentile(0.99),
  maxMs: durations.max,
  rows,
  maxRows,
  ...(dbHits !== undefined && { dbHits }),
});
