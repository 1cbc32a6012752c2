import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import type { Call, Engine } from '../engine/engine.ts';
import { applyDiff, dropItem } from './apply.ts';
import { deriveForMigrations, deriveSchema } from './derive.ts';
import { diffSchema, type SchemaDiff } from './diff.ts';
import { describeItem, type SchemaItem } from './item.ts';
import { readLive } from './live.ts';
import { hashOf, readVersion, refuseNewer, type SchemaVersion, writeVersion } from './version-node.ts';

export interface SchemaOptions {
  /**
   * Of the application's definitions. Raise it when older programs must not use the store any more: they are refused
   * from then on.
   * @default 0
   */
  readonly version?: number;
  /** Whether constraints and indexes that are missing are made at the start. @default true */
  readonly apply?: boolean;
  /** How long making them may take: on a large graph an index takes its time. @default 10 minutes */
  readonly timeoutMs?: number;
}

export interface ApplyOptions {
  /** Also drops what was made for definitions of before, and no definition asks for any more. */
  readonly dropExtra?: boolean;
}

/** The constraints and indexes of a store, against what the definitions ask for. */
export interface SchemaManager {
  diff(): Promise<SchemaDiff>;
  /** Makes what is missing, and answers how it was before. Doing it again changes nothing. */
  apply(options?: ApplyOptions): Promise<SchemaDiff>;
  /** What is wrong, a sentence each; nothing where the store is as the definitions ask. */
  verify(): Promise<readonly string[]>;
  /** What the store says of itself; undefined before the first `apply`. */
  version(): Promise<(SchemaVersion & { readonly current: boolean }) | undefined>;
  /** Whether the store answers at all. */
  isConnected(): Promise<boolean>;
}

const TEN_MINUTES = 600_000;
const ATTEMPTS = 6;
const PAUSE_MS = 200;

interface OpenSchema extends SchemaManager {
  /** Refuses a store that is newer than this program, and makes what is missing. */
  start(): Promise<void>;
}

export const openSchema = (engine: Engine, graph: Graph, options: SchemaOptions = {}): OpenSchema => {
  const { version = 0, apply: appliesAtStart = true, timeoutMs = TEN_MINUTES } = options;
  const wanted = deriveSchema(graph, engine.kind);
  const hash = hashOf(graph);
  const callFor = (): Call => ({ signal: AbortSignal.timeout(timeoutMs), timeoutMs });

  const look = async (call: Call) => {
    const known = await readVersion(engine, call);
    const live = await readLive(engine, wanted, call);
    return { known, live, diff: diffSchema(engine.kind, wanted, live, new Set(known?.made)) };
  };

  const applyOnce = async ({ dropExtra = false }: ApplyOptions, call: Call): Promise<void> => {
    const { known, diff } = await look(call);
    refuseNewer(known, version);
    const dropped = dropExtra ? diff.extra.filter(({ ours }) => ours).map(({ item }) => item) : [];
    for (const item of dropped) await dropItem(engine, item, call);
    await applyDiff(engine, diff, call);
    const made = madeAfter(known, wanted, dropped);
    const isNew = known?.version !== version || known.hash !== hash || String(known.made) !== String(made);
    if (isNew)
      await engine.transaction('write', (run) => writeVersion(run, engine, { version, hash, made }), call);
  };

  const apply = async (asked: ApplyOptions = {}): Promise<SchemaDiff> => {
    const call = callFor();
    const { diff } = await look(call);
    await retrying(() => applyOnce(asked, call), call);
    return diff;
  };

  return {
    start: async () => {
      if (appliesAtStart) await apply();
      else refuseNewer(await readVersion(engine, callFor()), version);
    },
    apply,
    diff: async () => (await look(callFor())).diff,
    verify: async () => {
      const { known, live, diff } = await look(callFor());
      return [
        ...diff.missing.map((item) => `${describeItem(item)} is missing`),
        ...diff.changed.map(
          ({ wanted: item, found }) =>
            `${describeItem(item)} is missing: there is ${describeItem(found)} instead`,
        ),
        ...live.flatMap(({ item, notOnline }) =>
          notOnline ? [`${describeItem(item)} is not in use yet: its state is ${notOnline}`] : [],
        ),
        ...(known && known.version > version
          ? [`the store has version ${known.version} of the schema, this program has ${version}`]
          : []),
      ];
    },
    version: async () => {
      const known = await readVersion(engine, callFor());
      return known && { ...known, current: known.hash === hash && known.version === version };
    },
    isConnected: () =>
      engine.ping({ signal: AbortSignal.timeout(Math.min(timeoutMs, 5_000)) }).then(
        () => true,
        () => false,
      ),
  };
};

export const makeForMigrations = async (engine: Engine, call: Call): Promise<void> => {
  const wanted = deriveForMigrations(engine.kind);
  await retrying(async () => {
    const diff = diffSchema(engine.kind, wanted, await readLive(engine, wanted, call), new Set());
    await applyDiff(engine, diff, call);
  }, call);
};

/** Several processes that start at once see each other's work half made, and are refused in many words. */
const retrying = async (work: () => Promise<void>, { signal }: Call): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || error instanceof StartError || signal.aborted) throw error;
      await sleep(Math.random() * PAUSE_MS * attempt, undefined, { signal });
    }
  }
};

/** A name stays known until it is dropped, so that what was made for a definition of before is told from the rest. */
const madeAfter = (
  known: SchemaVersion | undefined,
  wanted: readonly SchemaItem[],
  dropped: readonly SchemaItem[],
): readonly string[] => {
  const gone = new Set(dropped.map(({ name }) => name));
  const kept = (known?.made ?? []).filter((name) => !gone.has(name));
  return [...new Set([...kept, ...wanted.map(({ name }) => name)])].sort();
};
