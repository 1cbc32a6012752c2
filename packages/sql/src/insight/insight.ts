import { createHash } from 'node:crypto';
import type { StatementEvent } from '../watch.ts';
import { Durations } from './durations.ts';

/** What one statement has cost so far, whatever its values were. */
export interface Fingerprint {
  /** The same for the same text in every process. */
  readonly id: string;
  readonly text: string;
  readonly count: number;
  readonly errors: number;
  readonly totalMs: number;
  readonly p50: number;
  readonly p95: number;
  readonly maxMs: number;
  readonly rows: number;
  /** The mean of the last hour to that of the hour before; null where one of them has too few to say. */
  readonly trend: number | null;
}

export interface SlowStatement {
  readonly fingerprint: string;
  readonly text: string;
  readonly at: Date;
  readonly durationMs: number;
  readonly rows: number;
  /** As EXPLAIN gives it, without values; of the first time only. */
  readonly plan?: string;
}

export interface InsightOptions {
  /** From how long on a statement is slow. @default 500 */
  readonly slowMs?: number;
  /** Told of each slow statement; never of its values. */
  readonly onSlow?: (slow: SlowStatement) => void;
}

/** What statements cost. */
export interface Insight {
  /** What took the most time in all is the first. */
  fingerprints(): readonly Fingerprint[];
  /** The last slow ones, the latest first. */
  slow(): readonly SlowStatement[];
  clear(): void;
}

interface Kept {
  readonly id: string;
  readonly text: string;
  readonly durations: Durations;
  errors: number;
  rows: number;
}

/** A statement that somebody assembles anew each time must not fill the memory: the one that rested longest goes. */
const MOST = 500;
const SLOW_KEPT = 100;

export const openInsight = (
  explain: (text: string) => Promise<string | undefined>,
  { slowMs = 500, onSlow = () => {} }: InsightOptions = {},
): Insight & { ended(event: StatementEvent): void } => {
  const byText = new Map<string, Kept>();
  const slow: SlowStatement[] = [];
  const explained = new Set<string>();

  const latest = (text: string): Kept => {
    const shape = shapeOf(text);
    const kept = byText.get(shape) ?? {
      id: createHash('sha256').update(shape).digest('base64url').slice(0, 12),
      text: shape,
      durations: new Durations(),
      errors: 0,
      rows: 0,
    };
    byText.delete(shape);
    byText.set(shape, kept);
    const [oldest] = byText.keys();
    if (byText.size > MOST && oldest !== undefined) byText.delete(oldest);
    return kept;
  };

  const tellSlow = async (text: string, told: SlowStatement): Promise<void> => {
    const first = !explained.has(told.fingerprint);
    explained.add(told.fingerprint);
    const plan = first ? await explain(text).catch(() => undefined) : undefined;
    const whole = plan === undefined ? told : { ...told, plan };
    slow.unshift(whole);
    slow.length = Math.min(slow.length, SLOW_KEPT);
    onSlow(whole);
  };

  return {
    fingerprints: () => [...byText.values()].map(told).sort((one, other) => other.totalMs - one.totalMs),
    slow: () => [...slow],
    clear: () => {
      byText.clear();
      slow.length = 0;
      explained.clear();
    },
    ended: ({ text, durationMs, rows, error }) => {
      const kept = latest(text);
      kept.durations.add(durationMs);
      kept.rows += rows;
      if (error !== undefined) kept.errors += 1;
      if (durationMs < slowMs) return;
      void tellSlow(text, { fingerprint: kept.id, text: kept.text, at: new Date(), durationMs, rows });
    },
  };
};

/** Rows of an insert differ in number alone: they are one statement. */
const shapeOf = (text: string): string =>
  text.replace(/(\(\$\d+(?:, ?\$\d+)*\))(?:, ?\(\$\d+(?:, ?\$\d+)*\))+/g, '$1, …');

const told = ({ id, text, durations, errors, rows }: Kept): Fingerprint => ({
  id,
  text,
  count: durations.count,
  errors,
  totalMs: durations.total,
  p50: durations.percentile(0.5),
  p95: durations.percentile(0.95),
  maxMs: durations.max,
  rows,
  trend: durations.trend(),
});
