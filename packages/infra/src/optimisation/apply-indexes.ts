import { setTimeout as sleep } from 'node:timers/promises';
import { Deadline, GraphkeepError, isGraphkeepError, newRequestId, runInContext } from '@graphkeep/core';
import { type Kysely, sql } from 'kysely';
import type { Measured } from '../series/measured.ts';
import { type PlannedIndex, planned, planOf } from './plan-indexes.ts';

export interface ApplyIndexesOptions {
  /** Of a plan. */
  readonly confirm: string;
  /**
   * How long a statement waits for a lock before it is given up and tried again. Where writers queue behind it that must be
   * short.
   * @default 3 s, and a minute where writers do not wait
   */
  readonly lockMs?: number;
  /** How often each is tried. @default 5 */
  readonly attempts?: number;
  /** How long one index may take. @default 2 hours */
  readonly commandMs?: number;
  readonly signal?: AbortSignal;
  readonly progress?: (done: number, total: number) => void;
}

export interface IndexOutcome {
  readonly name: string;
  readonly table: string;
  /** `locked`: others held the table each time. */
  readonly outcome: 'made' | 'locked' | 'failed';
  readonly reason?: string;
  readonly tookMs: number;
}

const HOURS_2_MS = 7_200_000;
const PAUSE_MS = 500;
const LOCK_MS = { concurrently: 60_000, 'by chunk': 3_000, plainly: 3_000 } as const;

/**
 * Makes what was planned, one after another. What stops it in between leaves an index that no statement uses: the next plan
 * finds it, and makes it anew. One that cannot be made does not keep back the others.
 */
export const applyIndexes = async (
  { sql: store }: Pick<Measured, 'sql'>,
  { confirm, attempts = 5, commandMs = HOURS_2_MS, ...options }: ApplyIndexesOptions,
): Promise<readonly IndexOutcome[]> => {
  const { signal, progress = () => {} } = options;
  const work = async (db: Kysely<unknown>): Promise<readonly IndexOutcome[]> => {
    const plan = planOf(await planned(db, store.kind));
    if (plan.confirm !== confirm)
      throw new GraphkeepError('wrong_state', 'The indexes are not as they were planned for. Plan anew.', {
        field: 'confirm',
      });
    const toMake = plan.indexes.filter(({ statements }) => statements.length > 0);
    const outcomes: IndexOutcome[] = [];
    for (const index of toMake) {
      progress(outcomes.length, toMake.length);
      const run = (text: string) => within(commandMs, signal, () => sql.raw(text).execute(db));
      if (store.kind === 'postgres') {
        await run(`SET lock_timeout = ${options.lockMs ?? LOCK_MS[index.way]}`);
        await run(`SET statement_timeout = ${commandMs}`);
      }
      outcomes.push(await makeOne(db, store.kind, index, { run, attempts, signal }));
    }
    progress(toMake.length, toMake.length);
    return outcomes;
  };
  const done = await store.locked(
    'infra.optimise',
    async (db) => {
      try {
        return await work(db);
      } finally {
        // A connection that broke takes its settings with it.
        if (store.kind === 'postgres')
          await sql`RESET lock_timeout`
            .execute(db)
            .then(() => sql`RESET statement_timeout`.execute(db))
            .catch(() => {});
      }
    },
    { commandMs },
  );
  if (!done) throw new GraphkeepError('in_progress', 'Another process is making indexes.');
  return done.value;
};

interface Making {
  readonly run: (text: string) => Promise<unknown>;
  readonly attempts: number;
  readonly signal: AbortSignal | undefined;
}

const makeOne = async (
  db: Kysely<unknown>,
  kind: 'postgres' | 'embedded',
  { name, table }: PlannedIndex,
  { run, attempts, signal }: Making,
): Promise<IndexOutcome> => {
  const began = performance.now();
  const outcome = (end: Pick<IndexOutcome, 'outcome' | 'reason'>): IndexOutcome => ({
    ...{ name, table, ...end },
    tookMs: Math.round(performance.now() - began),
  });
  for (let attempt = 1; ; attempt++) {
    // What an attempt left behind is part of what the next one has to do.
    const statements = (await planned(db, kind)).find((one) => one.name === name)?.statements ?? [];
    try {
      for (const text of statements) await run(text);
      return outcome({ outcome: 'made' });
    } catch (error) {
      signal?.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      const isLocked = isGraphkeepError(error) && error.code === 'conflict';
      if (!isLocked) return outcome({ outcome: 'failed', reason });
      if (attempt >= attempts) return outcome({ outcome: 'locked', reason });
      await sleep(PAUSE_MS * attempt, undefined, { ...(signal && { signal }) });
    }
  }
};

/** A statement that is cancelled is ended at the server, too. */
const within = async <T>(ms: number, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> => {
  signal?.throwIfAborted();
  using deadline = Deadline.after(ms, signal);
  return await runInContext({ requestId: newRequestId(), deadline }, work);
};
