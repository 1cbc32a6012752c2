import type { BulkheadOptions } from '@graphkeep/core';
import type { Field } from '@graphkeep/models';
import type { Driver } from 'neo4j-driver';
import type { Recorded } from '../journal/entry.ts';
import type { SearchIndexes } from './search-indexes.ts';

export type Access = 'read' | 'write';

/** A finished statement: every identifier is escaped in it, every value is bound. */
export interface Statement {
  readonly text: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What it does, for logs and metrics: `Player.get`. */
  readonly operation: string;
  /** Written by hand: an engine that does not do all of Cypher looks at it first, and an error in it is its writer's. */
  readonly raw?: boolean;
  /** The entries of the journal that it makes. */
  readonly entries?: readonly Recorded[];
}

export type Row = readonly unknown[];

export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** What the statement changed; undefined where it cannot change anything. */
  readonly counters?: Counters;
}

export interface Counters {
  readonly nodesCreated: number;
  readonly nodesDeleted: number;
  readonly relationshipsCreated: number;
  readonly relationshipsDeleted: number;
  readonly propertiesSet: number;
}

export type Run = (statement: Statement) => Promise<Rows>;

/** What every call of an engine is bound by. */
export interface Call {
  readonly signal: AbortSignal;
  /** Whose bookmarks are sent and kept; undefined for those of this process. */
  readonly principal?: string | undefined;
  /** How long the store may work on it: it stops by itself then, even where nobody is left to tell it. */
  readonly timeoutMs?: number | undefined;
  /** Shown beside the statement in the store's own list of what runs. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** How a store carries a statement out, or has carried it out. */
export interface Plan {
  /** `NodeUniqueIndexSeek`; named by each engine in its own way. */
  readonly operator: string;
  /** What it works on: `n:Player(playerId) WHERE …`. */
  readonly detail: string;
  readonly estimatedRows?: number;
  /** Of a profile only. */
  readonly rows?: number;
  /** Of a profile by Neo4j only. */
  readonly dbHits?: number;
  /** Of a profile only, without the operators below. */
  readonly timeMs?: number;
  readonly children: readonly Plan[];
}

/** `explain` looks only; `profile` runs the statement, and keeps nothing of what it wrote. */
export type PlanMode = 'explain' | 'profile';

/**
 * How the values of a field are kept. It takes the fields of a definition themselves, no copies: by them it knows whose
 * they are.
 */
export interface Codec {
  encode(field: Field, value: unknown): unknown;
  decode(field: Field, stored: unknown): unknown;
  /** What the blind index beside an encrypted field holds: equal for equal values, and the value itself without a key. */
  blind(field: Field, value: unknown): unknown;
  encodeCount(value: number): unknown;
}

/** A place where graphs live. An error that it throws is a GraphkeepError; `retryable` ones have left nothing behind. */
export interface Engine {
  readonly kind: 'embedded' | 'neo4j';
  readonly codec: Codec;
  /** How many calls it serves at once; undefined where there is no limit. */
  readonly places?: BulkheadOptions;
  /** Neo4j's driver over the same store, for what is written by hand. It is closed with the engine. */
  driver(): Driver;
  /** Runs one statement that only reads. */
  read(statement: Statement, call: Call): Promise<Rows>;
  /** Commits when `work` answers, rolls back when it throws or the signal aborts. */
  transaction<T>(access: Access, work: (run: Run) => Promise<T>, call: Call): Promise<T>;
  /** The rows of one statement that only reads, in chunks: the next is fetched when the last was taken. */
  stream(statement: Statement, call: Call): AsyncIterable<readonly Row[]>;
  plan(statement: Statement, mode: PlanMode, call: Call): Promise<Plan>;
  /** Runs one statement that changes constraints or indexes. */
  define(statement: Statement, call: Call): Promise<void>;
  /** Indexes that have no statement; undefined where the language has one for all of them. */
  readonly searchIndexes?: SearchIndexes;
  /** Answers when the store does. */
  ping(call: Call): Promise<void>;
  /** What a principal has written or seen so far, for another process to wait for; none where one process is all. */
  exportBookmarks(principal: string | undefined): Promise<readonly string[]>;
  receiveBookmarks(principal: string | undefined, bookmarks: readonly string[]): Promise<void>;
  /** Makes its connections anew, and lets what is under way end on the old ones. */
  reconnect(): void;
  close(): Promise<void>;
}
