import type { SqlStore } from '@graphkeep/platform';
import type { EstateGraph } from '../estate-graph.ts';

export const categories = [
  'connectivity',
  'schema',
  'cross-store consistency',
  'series quality',
  'graph quality',
  'API consistency',
  'performance',
  'error handling',
] as const;
export type Category = (typeof categories)[number];

/** What each result is worth. */
export const scores = { passed: 1, warning: 0.7, failed: 0.3, error: 0 } as const;
export type Result = keyof typeof scores;

/** How much a check counts. */
export const weights = { critical: 8, high: 4, medium: 2, low: 1 } as const;
export type Severity = keyof typeof weights;

/** What a check stands on. */
export interface Ground {
  readonly estate: EstateGraph;
  readonly sql: SqlStore<unknown>;
  /** The same for all checks of a run. */
  readonly now: Date;
  readonly limits: Limits;
}

/** So much is looked at, and no more of a larger estate: a check has seconds. */
export interface Limits {
  /** Of each label. @default 200,000 */
  readonly nodes: number;
  /** Of each type. @default 200,000 */
  readonly relationships: number;
  /** Critical ones, among which a way round is looked for. @default 500,000 */
  readonly dependencies: number;
  /** Services, and databases, that are compared between both stores. @default 50,000 */
  readonly compared: number;
}

/** How many were looked at, of how many there are. */
export interface Coverage {
  readonly looked: number;
  readonly of: number;
}

export interface Finding {
  readonly result: 'passed' | 'warning' | 'failed';
  readonly details: string;
  /** What to do about it; of no use where it passed. */
  readonly recommendation?: string;
  /** Left out where all was looked at. */
  readonly coverage?: Coverage;
}

export interface Check {
  readonly name: string;
  readonly category: Category;
  readonly severity: Severity;
  /** Stores without which it cannot look. */
  readonly needs: readonly ('graph' | 'sql')[];
  /** How long it may take, where that is not what others may. */
  readonly timeoutMs?: number;
  readonly look: (ground: Ground) => Promise<Finding>;
}

export interface CheckResult {
  readonly name: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly result: Result;
  readonly score: number;
  readonly details: string;
  readonly recommendation: string | null;
  /** Null where all was looked at. */
  readonly coverage: Coverage | null;
  readonly durationMs: number;
}

export const passed = (details: string): Finding => ({ result: 'passed', details });
export const warning = (details: string, recommendation: string): Finding => ({
  result: 'warning',
  details,
  recommendation,
});
export const failed = (details: string, recommendation: string): Finding => ({
  result: 'failed',
  details,
  recommendation,
});

const SHOWN = 10;

/** The first few of many. */
export const someOf = (names: readonly string[]): string =>
  names.length <= SHOWN
    ? names.join(', ')
    : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;
