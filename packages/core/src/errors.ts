import { type ErrorCode, errors, type FieldIssue } from '@graphkeep/contract';

export interface GraphkeepErrorOptions {
  readonly cause?: unknown;
  /** The field that is wrong, as a path: `preferences.intensity`. */
  readonly field?: string;
  readonly issues?: readonly FieldIssue[];
  readonly retryAfterMs?: number;
}

/** Every error that a caller may see. What its code means stands in the table of the contract. */
export class GraphkeepError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  declare readonly field?: string;
  declare readonly issues?: readonly FieldIssue[];
  declare readonly retryAfterMs?: number;

  constructor(code: ErrorCode, message: string, options: GraphkeepErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'GraphkeepError';
    this.code = code;
    this.status = errors[code].status;
    this.retryable = errors[code].retryable;
    if (options.field !== undefined) this.field = options.field;
    if (options.issues !== undefined) this.issues = options.issues;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}

export const isGraphkeepError = (e: unknown): e is GraphkeepError => e instanceof GraphkeepError;

/** The configuration is wrong. The message lists every problem, one a line. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    super(`The configuration has ${count}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Something outside the configuration stops the start. The message is one line that says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
