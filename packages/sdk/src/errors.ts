import {
  type ErrorCode,
  type ErrorData,
  errors,
  type FieldIssue,
  isErrorCode,
} from '@graphkeep/contract/errors';

const NAME = 'GraphkeepApiError';

export interface ErrorDetails extends Partial<Omit<ErrorData, 'code' | 'docs'>> {
  readonly cause?: unknown;
  readonly serverCode?: string;
}

/**
 * What a call failed with: `code` says why, `requestId` finds it in the server's log.
 *
 * @example
 * try {
 *   await gk.story.players.get({ playerId: 'ply_01h2xcejqtf2nbrexx3vqjhp41' });
 * } catch (error) {
 *   if (!GraphkeepApiError.is(error, 'not_found', 'forbidden')) throw error;
 *   console.log(error.code, error.requestId); // 'not_found' | 'forbidden'
 * }
 */
export class GraphkeepApiError extends Error {
  /** Whether it is one, of these codes where some are given; also one of another copy of this package. */
  static is<C extends ErrorCode>(
    error: unknown,
    ...codes: readonly C[]
  ): error is GraphkeepApiError & { readonly code: C } {
    return (
      error instanceof Error &&
      error.name === NAME &&
      'code' in error &&
      (codes.length === 0 || codes.some((code) => code === error.code))
    );
  }

  readonly code: ErrorCode;
  /** The code as the server gave it: one of a newer server may be unknown here, where `code` says what comes nearest. */
  readonly serverCode: string;
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
    this.name = NAME;
    this.code = code;
    this.serverCode = details.serverCode ?? code;
    this.status = details.status ?? errors[code].status;
    this.retryable = details.retryable ?? errors[code].retryable;
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
export const fromErrorData = (
  message: string,
  data: unknown,
  headers: Headers,
  hide: (text: string) => string,
): GraphkeepApiError | undefined => {
  if (!isRecord(data) || typeof data['code'] !== 'string') return undefined;
  const { code, status, retryable, requestId = requestIdIn(headers, hide), field, issues } = data;
  const { retryAfterMs = retryAfterOf(headers) } = data;
  const known = isErrorCode(code);
  if (!known && !isStatus(status)) return undefined;
  return new GraphkeepApiError(known ? code : nearest(Number(status)), message, {
    serverCode: code,
    ...(!known && { status: Number(status), retryable: retryable === true }),
    ...(typeof requestId === 'string' && { requestId }),
    ...(typeof field === 'string' && { field }),
    ...(typeof retryAfterMs === 'number' && { retryAfterMs }),
    ...(Array.isArray(issues) && { issues: issues.filter(isIssue) }),
  });
};

/** What a status means whose code, or whose sender, is not known. */
const byStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_input',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'wrong_state',
  413: 'too_large',
  422: 'invalid_input',
  429: 'rate_limited',
  502: 'unavailable',
  503: 'unavailable',
  504: 'timeout',
};
export const nearest = (status: number): ErrorCode => byStatus[status] ?? 'internal';

const isStatus = (status: unknown): status is number =>
  typeof status === 'number' && status >= 400 && status < 600;

export const requestIdIn = (headers: Headers, hide: (text: string) => string): string | undefined => {
  const id = headers.get('x-request-id');
  return id === null ? undefined : hide(id);
};

/** Seconds, or the date of HTTP, which is compared with the server's own clock: this one may be wrong. */
export const retryAfterOf = (headers: Headers): number | undefined => {
  const asked = headers.get('retry-after');
  if (asked === null) return undefined;
  const now = Date.parse(headers.get('date') ?? '') || Date.now();
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1_000 : Date.parse(asked) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
};

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isIssue = (value: unknown): value is FieldIssue =>
  isRecord(value) && typeof value['field'] === 'string' && typeof value['message'] === 'string';
