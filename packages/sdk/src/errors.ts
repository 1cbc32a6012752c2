import { type ErrorCode, type ErrorData, errors, type FieldIssue, isErrorCode } from '@graphkeep/contract/errors';

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
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, details: Partial<Omit<ErrorData, 'code'>> & { readonly cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'GraphkeepApiError';
    this.code = code;
    this.status = details.status ?? errors[code].status;
    this.retryable = details.retryable ?? errors[code].retryable;
    this.requestId = details.requestId;
    this.field = details.field;
    this.issues = details.issues ?? [];
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** The error that an envelope's data describes; undefined where it is not one of this product's. */
export const fromErrorData = (message: string, data: unknown): GraphkeepApiError | undefined => {
  if (typeof data !== 'object' || data === null || !('code' in data) || !isErrorCode(data.code)) return undefined;
  return new GraphkeepApiError(data.code, message, data as Partial<ErrorData>);
};

const codeOfStatus = (status: number): ErrorCode => {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 413) return 'too_large';
  if (status === 429 || status === 503) return 'unavailable';
  if (status === 504) return 'timeout';
  // Some other server's page: a proxy in between, or an address that is not Graphkeep's.
  return status === 502 ? 'unavailable' : 'internal';
};

/** An answer that is not JSON: a proxy's page, or another server's. */
export const fromForeignAnswer = (response: Response, text: string): GraphkeepApiError => {
  const { status, headers } = response;
  const requestId = headers.get('x-request-id');
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN);
  return new GraphkeepApiError(codeOfStatus(status), `The answer (HTTP ${status}) is not Graphkeep's: ${text.replace(/\s+/g, ' ').slice(0, 120)}`, {
    status,
    ...(requestId !== null && { requestId }),
    ...(Number.isFinite(retryAfter) && { retryAfterMs: retryAfter * 1_000 }),
  });
};
