export interface TransactionOptions extends Partial<OnceOptions> {
  /** `read` may go to any member of a cluster, and refuses writes. @default 'write' */
  readonly mode?: 'read' | 'write';
  /** How long it may take in all, repetitions included; the store's own deadline where that is nearer. */
  readonly timeoutMs?: number;
  /** Whether it runs again where nothing of it was kept: another write was in the way, the store away. @default true */
  readonly retry?: boolean;
}

/** Makes a change once, however often it is asked for: the answer of the first time is kept beside the change. */
export interface OnceOptions {
  /** The caller's name for this very change. It belongs to the owner whose repositories are used. */
  readonly idempotencyKey: string;
  /** What is asked for, as plain data: the same key with another request is refused. */
  readonly request?: unknown;
  /** How long the answer is kept. @default 24 hours */
  readonly ttlMs?: number;
}

/** What a single write may be told. */
export type WriteOptions = Partial<Pick<OnceOptions, 'idempotencyKey' | 'ttlMs'>>;
