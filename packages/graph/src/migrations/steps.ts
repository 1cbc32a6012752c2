import { GraphkeepError } from '@graphkeep/core';
import type { Call, Engine, Run } from '../engine/engine.ts';
import { checkpointId, readCheckpoint, writeCheckpoint } from './history.ts';
import type { BatchOptions, MigrationProgress, MigrationSteps, RunText, Values } from './migration.ts';
import { again, encodeValues, plainRows, storable } from './plain-values.ts';

export interface StepsGround {
  readonly engine: Engine;
  readonly migration: string;
  /** Before the names of steps, where those of `down` must not be those of `up`. */
  readonly prefix: string;
  readonly signal: AbortSignal;
  readonly call: () => Call;
  /** A transaction that keeps nothing if the lock was lost. */
  readonly fenced: <T>(work: (run: Run) => Promise<T>) => Promise<T>;
  readonly onProgress: (progress: MigrationProgress) => void;
}

const SIZE = 500;

/** The statements of a migration by hand, with plain values in and out. */
const textRunner =
  (engine: Engine, run: Run): RunText =>
  async (text, params = {}) =>
    plainRows(
      await run({ text, params: encodeValues(engine, params), operation: 'migration.run', raw: true }),
    );

/** All of a migration in one transaction. */
export const stepsWithin = (ground: StepsGround, run: Run): MigrationSteps => {
  const refuse = async (what: string): Promise<never> => {
    throw wrong(`${ground.migration} uses ${what}: export \`const transaction = false\` beside \`up\`.`);
  };
  return {
    engine: ground.engine.kind,
    signal: ground.signal,
    run: textRunner(ground.engine, run),
    step: () => refuse('a step'),
    define: () => refuse('a statement that defines something'),
    batches: () => refuse('batches'),
  };
};

/** Each step in transactions of its own, with how far it has come beside its changes. */
export const stepsApart = (ground: StepsGround): MigrationSteps => {
  const { engine, migration, fenced } = ground;
  const begun = new Set<string>();
  const nameStep = (name: string): string => {
    const step = ground.prefix + name;
    if (begun.has(step)) throw wrong(`${migration} has two steps with the name ${name}.`);
    begun.add(step);
    return step;
  };
  return {
    engine: engine.kind,
    signal: ground.signal,
    run: async () => {
      throw wrong(`${migration} has no transaction of its own: run its statements in a step.`);
    },
    define: async (text) => {
      await fenced(async () => {});
      await engine.define({ text, params: {}, operation: 'migration.define' }, ground.call());
    },
    step: async (name, work) => {
      const step = nameStep(name);
      await fenced(async (run) => {
        if ((await readCheckpoint(run, checkpointId(migration, step)))?.finished) return;
        await work(textRunner(engine, run));
        const checkpoint = { cursor: '', done: 1, finished: true };
        await writeCheckpoint(run, engine, { migration, step, checkpoint });
      });
    },
    batches: async (name, options) => {
      const step = nameStep(name);
      const total = options.count === undefined ? undefined : await countRows(ground, options.count);
      for (let finished = false; !finished; ) {
        ground.signal.throwIfAborted();
        const { done, ...batch } = await fenced((run) => runBatch(ground, step, options, run));
        finished = batch.finished;
        ground.onProgress({
          migration,
          state: 'batch',
          step: name,
          done,
          ...(total !== undefined && { total }),
        });
      }
    },
  };
};

const runBatch = async (
  { engine, migration }: StepsGround,
  step: string,
  options: BatchOptions,
  run: Run,
): Promise<{ done: number; finished: boolean }> => {
  const { size = SIZE, from = '' } = options;
  const known = await readCheckpoint(run, checkpointId(migration, step));
  if (known?.finished) return known;
  const { from: first, size: limit } = encodeValues(engine, { from, size });
  const after = known ? again(engine, known.cursor) : first;
  const found = await run({
    text: options.read,
    params: { after, size: limit },
    operation: 'migration.read',
    raw: true,
  });
  const at = found.columns.indexOf('cursor');
  if (found.rows.length > 0 && at === -1)
    throw wrong(`${migration} reads the batches of ${step} without a column \`cursor\`.`);
  const { map } = options;
  const rows = map
    ? plainRows(found).map((row) => encodeValues(engine, map(row)))
    : found.rows.map((row) => Object.fromEntries(found.columns.map((column, index) => [column, row[index]])));
  if (rows.length > 0)
    await run({ text: options.write, params: { rows }, operation: 'migration.write', raw: true });
  const checkpoint = {
    cursor: storable(engine, found.rows.at(-1)?.[at] ?? after),
    done: (known?.done ?? 0) + rows.length,
    finished: rows.length < size,
  };
  await writeCheckpoint(run, engine, { migration, step, checkpoint });
  return checkpoint;
};

const countRows = async ({ engine, call }: StepsGround, text: string): Promise<number> => {
  const { rows } = await engine.read({ text, params: {}, operation: 'migration.count', raw: true }, call());
  return Number(rows[0]?.[0] ?? 0);
};

/** The statements of a migration, without keeping what they do. Batches and definitions are named, not run. */
export const stepsOnTrial = (
  { engine, signal }: Pick<StepsGround, 'engine' | 'signal'>,
  run: Run,
  heard: (text: string) => void,
): MigrationSteps => {
  const heardRun: RunText = (text, params: Values = {}) => {
    heard(text);
    return textRunner(engine, run)(text, params);
  };
  return {
    engine: engine.kind,
    signal,
    run: heardRun,
    step: (_name, work) => work(heardRun),
    define: async (text) => heard(text),
    batches: async (_name, { read, write }) => {
      heard(read);
      heard(write);
    },
  };
};

const wrong = (problem: string) => new GraphkeepError('invalid_input', `The migration ${problem}`);
