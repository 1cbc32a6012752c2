/** What one error means everywhere: on the wire, in the SDK and in the docs. */
export interface ErrorMeaning {
  /** The code that tRPC carries. */
  readonly trpc:
    | 'BAD_REQUEST'
    | 'UNAUTHORIZED'
    | 'FORBIDDEN'
    | 'NOT_FOUND'
    | 'METHOD_NOT_SUPPORTED'
    | 'CONFLICT'
    | 'PAYLOAD_TOO_LARGE'
    | 'UNSUPPORTED_MEDIA_TYPE'
    | 'TOO_MANY_REQUESTS'
    | 'CLIENT_CLOSED_REQUEST'
    | 'NOT_IMPLEMENTED'
    | 'BAD_GATEWAY'
    | 'SERVICE_UNAVAILABLE'
    | 'GATEWAY_TIMEOUT'
    | 'INTERNAL_SERVER_ERROR';
  readonly status: number;
  /** True where the same call may succeed later, and nothing of it was done. */
  readonly retryable: boolean;
  /** The heading of its section in docs/errors.md. */
  readonly docs: string;
}

/** Its section in the docs is named as the code is. */
const meaning = (
  code: string,
  trpc: ErrorMeaning['trpc'],
  status: number,
  retryable = false,
): ErrorMeaning => ({
  trpc,
  status,
  retryable,
  docs: code.replaceAll('_', '-'),
});

/** Every error that leaves this product. Formatter, SDK and docs are made from this table. */
export const errors = {
  invalid_input: meaning('invalid_input', 'BAD_REQUEST', 400),
  unauthenticated: meaning('unauthenticated', 'UNAUTHORIZED', 401),
  forbidden: meaning('forbidden', 'FORBIDDEN', 403),
  consent_needed: meaning('consent_needed', 'FORBIDDEN', 403),
  not_found: meaning('not_found', 'NOT_FOUND', 404),
  unknown_path: meaning('unknown_path', 'NOT_FOUND', 404),
  wrong_method: meaning('wrong_method', 'METHOD_NOT_SUPPORTED', 405),
  already_exists: meaning('already_exists', 'CONFLICT', 409),
  stale_version: meaning('stale_version', 'CONFLICT', 409),
  limit_reached: meaning('limit_reached', 'CONFLICT', 409),
  wrong_state: meaning('wrong_state', 'CONFLICT', 409),
  idempotency_mismatch: meaning('idempotency_mismatch', 'CONFLICT', 409),
  in_progress: meaning('in_progress', 'CONFLICT', 409, true),
  too_large: meaning('too_large', 'PAYLOAD_TOO_LARGE', 413),
  wrong_media_type: meaning('wrong_media_type', 'UNSUPPORTED_MEDIA_TYPE', 415),
  rate_limited: meaning('rate_limited', 'TOO_MANY_REQUESTS', 429, true),
  cancelled: meaning('cancelled', 'CLIENT_CLOSED_REQUEST', 499),
  internal: meaning('internal', 'INTERNAL_SERVER_ERROR', 500),
  unsupported: meaning('unsupported', 'NOT_IMPLEMENTED', 501),
  uncertain: meaning('uncertain', 'BAD_GATEWAY', 502),
  unavailable: meaning('unavailable', 'SERVICE_UNAVAILABLE', 503, true),
  overloaded: meaning('overloaded', 'SERVICE_UNAVAILABLE', 503, true),
  conflict: meaning('conflict', 'SERVICE_UNAVAILABLE', 503, true),
  timeout: meaning('timeout', 'GATEWAY_TIMEOUT', 504),
} as const satisfies Record<string, ErrorMeaning>;

export type ErrorCode = keyof typeof errors;

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errors, code);

/** What the wire carries of an error, beside its message. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly docs: string;
  readonly requestId?: string;
  /** The field that is wrong, as a path: `preferences.intensity`. */
  readonly field?: string;
  readonly issues?: readonly FieldIssue[];
  readonly retryAfterMs?: number;
}

export interface FieldIssue {
  readonly field: string;
  readonly message: string;
}
