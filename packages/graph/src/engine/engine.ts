import type { Field } from '@graphkeep/models';

export type Access = 'read' | 'write';

/** A finished statement: every identifier is escaped in it, every value is bound. */
export interface Statement {
  readonly text: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What it does, for logs and metrics: `Player.get`. */
  readonly operation: string;
}

export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export type Run = (statement: Statement) => Promise<Rows>;

/** How the values of a field are kept by an engine. */
export interface Codec {
  encode(field: Field, value: unknown): unknown;
  decode(field: Field, stored: unknown): unknown;
  encodeCount(value: number): unknown;
}

/** A place where graphs live. An error that it throws is a GraphkeepError; `retryable` ones have left nothing behind. */
export interface Engine {
  readonly kind: 'embedded' | 'neo4j';
  readonly codec: Codec;
  /** Runs one statement that only reads. */
  read(statement: Statement, signal: AbortSignal): Promise<Rows>;
  /** Commits when `work` answers, rolls back when it throws or the signal aborts. */
  transaction<T>(access: Access, work: (run: Run) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Runs one statement that changes constraints or indexes. */
  define(statement: Statement, signal: AbortSignal): Promise<void>;
  /** Answers when the store does. */
  ping(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
