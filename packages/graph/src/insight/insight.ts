import { AsyncLocalStorage } from 'node:async_hooks';
import { currentContext } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import type { Engine, Plan, PlanMode, Rows, Run, Statement } from '../engine/engine.ts';
import { type Fingerprint, Fingerprints, type Kept } from './fingerprints.ts';
import { findingsOf } from './read-plan.ts';
import { scrubbed } from './scrub.ts';
import { fromFindings, oversized, repeated, type Suggestion } from './suggestions.ts';

export interface InsightOptions {
  /** From how long on a statement is slow. @default 500 */
  readonly slowMs?: number;
  /** Told of each slow statement; never of its values. */
  readonly onSlow?: (slow: SlowStatement) => void;
  /** From how many rows on a result is oversized. @default 1,000 */
  readonly manyRows?: number;
  /** How often one request may run one statement with nobody wondering. @default 10 */
  readonly repeats?: number;
}

export interface SlowStatement {
  readonly fingerprint: string;
  readonly operation: string;
  readonly text: string;
  readonly at: Date;
  readonly durationMs: number;
  readonly rows: number;
  readonly requestId?: string;
  /** Without values; of the first time only, and where the store could tell. */
  readonly plan?: Plan;
}

export interface PlannedStatement {
  readonly fingerprint: string;
  readonly operation: string;
  readonly text: string;
  readonly plan: Plan;
  readonly suggestions: readonly Suggestion[];
}

/** What statements cost, and what would make them cheaper. */
export interface Insight {
  /** Each statement by its text; what took the most time in all is the first. */
  fingerprints(): readonly Fingerprint[];
  /** The last slow ones, the latest first. */
  slow(): readonly SlowStatement[];
  /** What was noticed so far, each once. */
  suggestions(): readonly Suggestion[];
  /** Runs the work without keeping what it writes, and tells how the store carries out each of its statements. */
  explain(work: () => Promise<unknown>): Promise<readonly PlannedStatement[]>;
  /** The same, with rows and time of each operator, and on Neo4j the hits of the store. */
  profile(work: () => Promise<unknown>): Promise<readonly PlannedStatement[]>;
  /** Forgets all of it. */
  clear(): void;
}

interface OpenInsight extends Insight {
  watch(run: Run): Run;
}

const SLOW_KEPT = 100;
const SUGGESTIONS_KEPT = 200;
const PLAN_MS = 10_000;

export const openInsight = (
  engine: Engine,
  graph: Graph,
  unkept: (work: () => Promise<unknown>) => Promise<void>,
  options: InsightOptions = {},
): OpenInsight => {
  const { slowMs = 500, onSlow = () => {}, manyRows = 1_000, repeats = 10 } = options;
  const fingerprints = new Fingerprints();
  const suggestions = new Map<string, Suggestion>();
  const slow: SlowStatement[] = [];
  const explained = new Set<string>();
  const capture = new AsyncLocalStorage<Statement[]>();
  /** How often a request, which is its context, has run a statement. */
  const requests = new WeakMap<object, Map<string, number>>();

  const suggest = (all: readonly Suggestion[]): void => {
    for (const one of all)
      if (suggestions.size < SUGGESTIONS_KEPT)
        suggestions.set(`${one.fingerprint} ${one.kind} ${one.line ?? ''}`, one);
  };

  const countRequest = (kept: Kept): void => {
    const context = currentContext();
    if (!context) return;
    const counts = requests.get(context) ?? new Map<string, number>();
    requests.set(context, counts);
    const times = (counts.get(kept.id) ?? 0) + 1;
    counts.set(kept.id, times);
    if (times >= repeats) suggest([repeated(kept, times)]);
  };

  const planOf = async (statement: Statement, mode: PlanMode): Promise<PlannedStatement> => {
    const call = { signal: AbortSignal.timeout(PLAN_MS), timeoutMs: PLAN_MS };
    const plan = await engine.plan(statement, mode, call);
    const kept = fingerprints.of(statement);
    if (mode === 'profile') kept.dbHits = hitsOf(plan);
    const found = fromFindings(graph, kept, findingsOf(plan, engine.kind));
    suggest(found);
    const { id: fingerprint, operation, text } = kept;
    return { fingerprint, operation, text, plan: scrubbed(plan), suggestions: found };
  };

  const tellSlow = async (statement: Statement, told: SlowStatement): Promise<void> => {
    const first = !explained.has(told.fingerprint);
    explained.add(told.fingerprint);
    const planned = first ? await planOf(statement, 'explain').catch(() => undefined) : undefined;
    const whole = planned ? { ...told, plan: planned.plan } : told;
    slow.unshift(whole);
    slow.length = Math.min(slow.length, SLOW_KEPT);
    onSlow(whole);
  };

  const ended = (statement: Statement, durationMs: number, rows: number, failed: boolean): void => {
    const kept = fingerprints.of(statement);
    kept.durations.add(durationMs);
    kept.rows += rows;
    kept.maxRows = Math.max(kept.maxRows, rows);
    if (failed) kept.errors += 1;
    countRequest(kept);
    if (rows > manyRows) suggest([oversized(kept, rows)]);
    if (durationMs < slowMs) return;
    const requestId = currentContext()?.requestId;
    const { id: fingerprint, operation, text } = kept;
    const at = new Date();
    const told = { fingerprint, operation, text, at, durationMs, rows, ...(requestId && { requestId }) };
    void tellSlow(statement, told);
  };

  const watch =
    (run: Run): Run =>
    async (statement) => {
      capture.getStore()?.push(statement);
      const began = performance.now();
      let rows: Rows | undefined;
      try {
        rows = await run(statement);
        return rows;
      } finally {
        ended(statement, performance.now() - began, rows?.rows.length ?? 0, rows === undefined);
      }
    };

  const planAll = async (
    work: () => Promise<unknown>,
    mode: PlanMode,
  ): Promise<readonly PlannedStatement[]> => {
    const statements: Statement[] = [];
    await capture.run(statements, () => unkept(work));
    const distinct = [...new Map(statements.map((one) => [one.text, one])).values()];
    const planned: PlannedStatement[] = [];
    for (const statement of distinct) planned.push(await planOf(statement, mode));
    return planned;
  };

  return {
    watch,
    fingerprints: () => fingerprints.list(),
    slow: () => [...slow],
    suggestions: () => [...suggestions.values()],
    explain: (work) => planAll(work, 'explain'),
    profile: (work) => planAll(work, 'profile'),
    clear: () => {
      fingerprints.clear();
      suggestions.clear();
      explained.clear();
      slow.length = 0;
    },
  };
};

const hitsOf = (plan: Plan): number | undefined => {
  const below = plan.children.map(hitsOf);
  if (plan.dbHits === undefined && below.every((hits) => hits === undefined)) return undefined;
  return below.reduce<number>((sum, hits) => sum + (hits ?? 0), plan.dbHits ?? 0);
};
