/** What is said to the thread that holds the database, one statement at a time. */
export interface Request {
  readonly id: number;
  readonly text: string;
  readonly params: readonly unknown[];
}

export type Reply =
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'rows';
      readonly id: number;
      readonly rows: readonly Record<string, unknown>[];
      readonly affected: number | undefined;
    }
  | {
      readonly kind: 'error';
      readonly id: number;
      readonly message: string;
      /** The SQL state, and what PostgreSQL says beside the message. */
      readonly code: string | undefined;
      readonly detail: string | undefined;
    };

export interface WorkerOptions {
  /** Undefined: in memory. */
  readonly folder: string | undefined;
}
