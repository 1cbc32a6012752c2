import type { Engine } from '../engine/engine.ts';

/** One step of a graph's history: what a file of the migrations folder exports, under the name of the file. */
export interface Migration extends MigrationModule {
  /** `0001-split-names`: migrations run in the order of their names. */
  readonly name: string;
  /** Of the file's text: an applied migration that has changed is refused. */
  readonly checksum: string;
}

export interface MigrationModule {
  readonly up: (steps: MigrationSteps) => Promise<void>;
  /** Undoes `up`; without it the migration cannot be undone. */
  readonly down?: (steps: MigrationSteps) => Promise<void>;
  /**
   * Whether all of it is one transaction. Constraints, indexes and batches need `false`: then each step is kept by
   * itself, and a run that was killed goes on behind the last one that was.
   * @default true
   */
  readonly transaction?: boolean;
  /**
   * Whether programs that do not know this migration may go on: it only adds what they do not look at.
   * @default false
   */
  readonly expand?: boolean;
}

export type Values = Readonly<Record<string, unknown>>;
/** Runs one statement. Whole numbers are bound as integers, and come back as numbers. */
export type RunText = (text: string, params?: Values) => Promise<readonly Values[]>;

/** What a migration works with. */
export interface MigrationSteps {
  readonly engine: Engine['kind'];
  readonly signal: AbortSignal;
  /** One statement of the migration's transaction. */
  readonly run: RunText;
  /** Part of a migration without a transaction of its own: a transaction that is run once, whatever is killed when. */
  step(name: string, work: (run: RunText) => Promise<void>): Promise<void>;
  /** Statements that define constraints or indexes; write them with IF NOT EXISTS or IF EXISTS, since they may run again. */
  define(text: string): Promise<void>;
  /** Many rows, a transaction for each batch. A row whose batch was kept is not done again. */
  batches(name: string, options: BatchOptions): Promise<void>;
}

export interface BatchOptions {
  /**
   * Answers the next rows in the order of their column `cursor`, a text or a whole number by which no two rows are the
   * same. It is given `$after`, the cursor of the last row that was done, and `$size`.
   */
  readonly read: string;
  /** Is given `$rows`, each with the columns that `read` has answered. */
  readonly write: string;
  /** `$after` of the first batch; what comes before all cursors. @default '' */
  readonly from?: string | number;
  /** @default 500 */
  readonly size?: number;
  /** Changes what was read before it is written, where Cypher cannot. */
  readonly map?: (row: Values) => Values;
  /** Answers how many rows there are in all, for the progress. */
  readonly count?: string;
}

/** What is told while migrations run. */
export interface MigrationProgress {
  readonly migration: string;
  readonly state: 'begun' | 'batch' | 'applied' | 'reverted';
  readonly step?: string;
  /** Rows of the step that are done, those of a run before this one included. */
  readonly done?: number;
  readonly total?: number;
}
