import {
  type ErrorCode,
  type ErrorData,
  errors,
  type FieldIssue,
  isErrorCode,
} from '@graphkeep/contract/errors';

export interface ErrorDetails extends Partial<Omit<ErrorData, 'code' | 'docs' | 'retryable'>> {
  readonly cause?: unknown;
}

/** What a call failed with: `code` says why, `requestId` finds it in the server's log. */
export class GraphkeepApiError extends Error {
  readonly code: ErrorCode;
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  /** True where the same call may succeed later, and nothing of it was done. */
  readonly retryable: boolean;
  readonly requestId: string | undefined;
  /** The field of the input that is wrong. */
  readonly field: string | undefined;
  readonly issues: readonly FieldIssue[];
  /** How long the server asks to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'GraphkeepApiError';
    this.code = code;
    this.status = details.status ?? errors[code].status;
    this.retryable = errors[code].retryable;
    this.requestId = details.requestId;
    this.field = details.field;
    this.issues = details.issues ?? [];
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** The call came to nothing on this side: there is no status. */
export const noAnswer = (code: ErrorCode, message: string, cause: unknown): GraphkeepApiError =>
  new GraphkeepApiError(code, message, { cause, status: 0 });

export const cancelled = (signal: AbortSignal): GraphkeepApiError =>
  noAnswer('cancelled', 'The caller ended the call.', signal.reason);

/** The error that an envelope's data describes; undefined where it is not one of this product's. */
export const fromErrorData = (message: string, data: unknown): GraphkeepApiError | undefined => {
  if (!isRecord(data) || !isErrorCode(data['code'])) return undefined;
  const { code, requestId, field, retryAfterMs, issues } = data;
  return new GraphkeepApiError(code, message, {
    ...(typeof requestId === 'string' && { requestId }),
    ...(typeof field === 'string' && { field }),
    ...(typeof retryAfterMs === 'number' && { retryAfterMs }),
    ...(Array.isArray(issues) && { issues: issues.filter(isIssue) }),
  });
};

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isIssue = (value: unknown): value is FieldIssue =>
  isRecord(value) && typeof value['field'] === 'string' && typeof value['message'] === 'string';
