import { setTimeout as sleep } from 'node:timers/promises';
import { GraphkeepError, isGraphkeepError, StartError } from '@graphkeep/core';
import type { Call, Engine, Run } from '../engine/engine.ts';
import { acquireLease, type Lease } from '../lease.ts';
import { makeForMigrations } from '../schema/schema.ts';
import { forget, forgetCheckpoints, type HistoryRecord, readHistory, recordState } from './history.ts';
import type { Migration, MigrationProgress } from './migration.ts';
import { assertHistory, type MigrationStatus, statusOf } from './plan.ts';
import { ordered } from './read-migrations.ts';
import { type StepsGround, stepsApart, stepsOnTrial, stepsWithin } from './steps.ts';

export interface MigratorOptions {
  readonly migrations: readonly Migration[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: MigrationProgress) => void;
  /** How long a runner that was killed keeps the others out. @default 60 s */
  readonly lockMs?: number;
  /** How long to wait while another runner is at work. @default 60 s */
  readonly waitMs?: number;
  /** How long one transaction may take. @default 10 minutes */
  readonly timeoutMs?: number;
}

export interface Migrator {
  status(): Promise<readonly MigrationStatus[]>;
  /** The names of what is not applied yet. A store that this program's files do not fit is refused. */
  pending(): Promise<readonly string[]>;
  /** Applies what is not applied yet, in order, up to `to`; answers their names. */
  up(options?: { readonly to?: string }): Promise<readonly string[]>;
  /** Undoes the last ones, the last first; answers their names. */
  down(options?: { readonly count?: number }): Promise<readonly string[]>;
  /** The statements that `up` would run. Whatever they do is rolled back. */
  dryRun(): Promise<readonly TrialStatement[]>;
}
export interface TrialStatement {
  readonly migration: string;
  readonly text: string;
}

const MINUTE = 60_000;
const POLL_MS = 100;
const ATTEMPTS = 5;

export const createMigrator = (engine: Engine, options: MigratorOptions): Migrator => {
  const { lockMs = MINUTE, waitMs = MINUTE, timeoutMs = 10 * MINUTE, onProgress = () => {} } = options;
  const { signal = new AbortController().signal } = options;
  const migrations = ordered(options.migrations);
  const call = (): Call => ({ signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]), timeoutMs });

  const fenced = async <T>(lease: Lease, work: (run: Run) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await engine.transaction('write', (run) => whileHeld(lease, run, work), call());
      } catch (error) {
        // Nothing was kept: another write was in the way, such as that of a runner who asked for the lock.
        if (attempt === ATTEMPTS || !isGraphkeepError(error) || error.code !== 'conflict') throw error;
      }
    }
  };

  const groundOf = (lease: Lease, { name }: Migration, prefix = ''): StepsGround => ({
    engine,
    migration: name,
    prefix,
    signal,
    call,
    fenced: (work) => fenced(lease, work),
    onProgress,
  });

  const apply = async (lease: Lease, migration: Migration): Promise<void> => {
    const ground = groundOf(lease, migration);
    onProgress({ migration: migration.name, state: 'begun' });
    if (migration.transaction ?? true)
      await fenced(lease, async (run) => {
        await migration.up(stepsWithin(ground, run));
        await recordState(run, engine, migration, 'applied');
      });
    else {
      await fenced(lease, (run) => recordState(run, engine, migration, 'running'));
      await migration.up(stepsApart(ground));
      await fenced(lease, async (run) => {
        await recordState(run, engine, migration, 'applied');
        await forgetCheckpoints(run, migration.name);
      });
    }
    onProgress({ migration: migration.name, state: 'applied' });
  };

  const revert = async (lease: Lease, migration: Migration): Promise<void> => {
    const { down } = migration;
    if (!down)
      throw new GraphkeepError(
        'invalid_input',
        `The migration ${migration.name} has no \`down\`: it cannot be undone.`,
      );
    const ground = groundOf(lease, migration, 'down/');
    if (migration.transaction ?? true)
      await fenced(lease, async (run) => {
        await down(stepsWithin(ground, run));
        await forget(run, migration);
      });
    else {
      await fenced(lease, (run) => recordState(run, engine, migration, 'reverting'));
      await down(stepsApart(ground));
      await fenced(lease, (run) => forget(run, migration));
    }
    onProgress({ migration: migration.name, state: 'reverted' });
  };

  const withLock = async <T>(
    work: (lease: Lease, history: readonly HistoryRecord[]) => Promise<T>,
  ): Promise<T> => {
    await makeForMigrations(engine, call());
    const lease = await lockOrWait();
    try {
      return await work(lease, await readHistory(engine, call()));
    } finally {
      await lease.release(call()).catch(() => {});
    }
  };

  const lockOrWait = async (): Promise<Lease> => {
    for (const began = performance.now(); ; ) {
      const lease = await acquireLease(engine, { name: 'migrations', ttlMs: lockMs }, waiting()).catch(
        whileBusy,
      );
      if (lease) return lease;
      if (performance.now() - began > waitMs)
        throw new StartError(
          `Another process is running migrations, and was not done within ${Math.round(waitMs / 1_000)} s. If it was killed, its lock ends ${Math.round(lockMs / 1_000)} s after its last step.`,
        );
      await sleep(POLL_MS, undefined, { signal });
    }
  };

  /** On Neo4j the lock's node is held by the transaction of who works, so that asking waits for its end. */
  const waiting = (): Call => ({
    signal: AbortSignal.any([signal, AbortSignal.timeout(waitMs + POLL_MS)]),
    timeoutMs: waitMs,
  });

  return {
    status: async () => {
      await makeForMigrations(engine, call());
      return statusOf(migrations, await readHistory(engine, call()));
    },
    pending: async () => {
      await makeForMigrations(engine, call());
      return assertHistory(migrations, await readHistory(engine, call())).map(({ name }) => name);
    },
    up: ({ to } = {}) =>
      withLock(async (lease, history) => {
        const pending = assertHistory(migrations, history).filter(
          ({ name }) => to === undefined || name <= to,
        );
        for (const migration of pending) await apply(lease, migration);
        return pending.map(({ name }) => name);
      }),
    down: ({ count = 1 } = {}) =>
      withLock(async (lease, history) => {
        assertHistory(migrations, history, 'down');
        const begun = new Set(history.filter(({ state }) => state !== 'running').map(({ name }) => name));
        const last = migrations
          .filter(({ name }) => begun.has(name))
          .slice(-count)
          .reverse();
        for (const migration of last) await revert(lease, migration);
        return last.map(({ name }) => name);
      }),
    dryRun: async () => {
      await makeForMigrations(engine, call());
      const pending = assertHistory(migrations, await readHistory(engine, call()));
      const heard: TrialStatement[] = [];
      await unkept(engine, call(), async (run) => {
        for (const migration of pending) {
          const ground = { engine, signal };
          await migration.up(
            stepsOnTrial(ground, run, (text) => heard.push({ migration: migration.name, text })),
          );
        }
      });
      return heard;
    },
  };
};

const whileHeld = async <T>(lease: Lease, run: Run, work: (run: Run) => Promise<T>): Promise<T> => {
  if (!(await lease.renew(run))) throw new StartError('Another runner has taken over the migrations.');
  return work(run);
};

const whileBusy = (error: unknown): undefined => {
  if (isGraphkeepError(error) && (error.code === 'conflict' || error.code === 'timeout')) return undefined;
  throw error;
};

/** Runs work in a transaction that is rolled back at the end. */
const unkept = async (engine: Engine, call: Call, work: (run: Run) => Promise<void>): Promise<void> => {
  const end = new Error('The trial is over.');
  try {
    await engine.transaction(
      'write',
      async (run) => {
        await work(run);
        throw end;
      },
      call,
    );
  } catch (error) {
    if (error !== end) throw error;
  }
};
