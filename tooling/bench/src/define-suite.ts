import type { Goal } from './goal.ts';
import type { Result } from './report/result.ts';
import type { RunContext } from './run/context.ts';
import { runSuite } from './run/run-suite.ts';
import type { Settings } from './settings.ts';

/** Where a suite or a subject registers what has to be closed: in reverse order, also after an error. */
export interface Scope {
  readonly stack: AsyncDisposableStack;
  /** True under `--quick`: fewer rows and shorter work are fine. */
  readonly quick: boolean;
  readonly settings: Settings;
}

/** The work that is measured, once a call. What it returns is awaited. */
export type Call = () => unknown;

export interface Subject<Stores> {
  /** Makes the call. Its own work (connections, rows to read) is not measured. */
  readonly make: (stores: Stores, scope: Scope) => Call | Promise<Call>;
  /** How many callers call at the same time, each waiting for its answer. @default 1 */
  readonly callers?: number;
  /** Puts things back between rounds, for example deletes what was inserted. Not measured. */
  readonly beforeRound?: (stores: Stores) => unknown;
}

interface Ours<Stores> extends Subject<Stores> {
  /** @default 'graphkeep' */
  readonly name?: string;
  /** For the figure itself, beside the goals for ratios. */
  readonly goal?: Goal;
}

interface Peer<Stores> extends Subject<Stores> {
  /** For the ratio: ours ÷ this one, in throughput. */
  readonly goal?: Goal;
  /** What this peer does not do and ours does; the table says it. */
  readonly promisesLess?: string;
}

/** Throughput of our way, and of others for the same work, in the same rounds. */
export interface RateBench<Stores> {
  readonly id: string;
  /** What is counted a second. @default 'calls/s' */
  readonly unit?: string;
  /** How many of it one call does. @default 1 */
  readonly perCall?: number;
  readonly ours: Ours<Stores>;
  /** By the names that the table shows. */
  readonly against?: Readonly<Record<string, Peer<Stores>>>;
}

/** A figure that is measured as it is: milliseconds, bytes, a percentile. */
export interface ValueBench<Stores> {
  readonly id: string;
  /** @default 'graphkeep' */
  readonly subject?: string;
  readonly unit: string;
  readonly goal?: Goal;
  /** Exactly so many measurements, and no warm-up. @default those of the method, after one that does not count */
  readonly rounds?: number;
  readonly measure: (stores: Stores, scope: Scope) => number | Promise<number>;
}

export type Bench<Stores> = RateBench<Stores> | ValueBench<Stores>;

export interface SuiteDefinition<Stores> {
  readonly name: string;
  /** Opens the stores and fills them. When this fails, the suite is left out. */
  readonly setup: (scope: Scope) => Stores | Promise<Stores>;
  /** How long each step may take: set-up, making a call, a round, a measurement. @default 600_000 */
  readonly stepDeadlineMs?: number;
  readonly benches: readonly Bench<Stores>[];
}

export interface Suite {
  readonly name: string;
  readonly ids: readonly string[];
  run(context: RunContext): Promise<Result[]>;
}

export const defineSuite = <Stores>(definition: SuiteDefinition<Stores>): Suite => ({
  name: definition.name,
  ids: definition.benches.map((bench) => bench.id),
  run: (context) => runSuite(definition, context),
});
