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
  /** What happened, in one sentence for a person. */
  readonly summary: string;
}

const meaning = (
  trpc: ErrorMeaning['trpc'],
  status: number,
  retryable: boolean,
  docs: string,
  summary: string,
): ErrorMeaning => ({ trpc, status, retryable, docs, summary });

/** Every error that leaves this product. Formatter, SDK and docs are made from this table. */
export const errors = {
  invalid_input: meaning(
    'BAD_REQUEST',
    400,
    false,
    'invalid-input',
    'A field of the input is not what it must be.',
  ),
  unauthenticated: meaning(
    'UNAUTHORIZED',
    401,
    false,
    'unauthenticated',
    'No key was sent, or it is not known.',
  ),
  forbidden: meaning('FORBIDDEN', 403, false, 'forbidden', 'The key does not allow this.'),
  consent_needed: meaning(
    'FORBIDDEN',
    403,
    false,
    'consent-needed',
    'The player has not agreed to this; ask for the consent that the message names.',
  ),
  not_found: meaning('NOT_FOUND', 404, false, 'not-found', 'There is no such thing, or not for this caller.'),
  unknown_path: meaning(
    'NOT_FOUND',
    404,
    false,
    'unknown-path',
    'The server has no such procedure or address.',
  ),
  wrong_method: meaning(
    'METHOD_NOT_SUPPORTED',
    405,
    false,
    'wrong-method',
    'A procedure was called by a method that it does not take.',
  ),
  already_exists: meaning('CONFLICT', 409, false, 'already-exists', 'A value that must be unique is taken.'),
  stale_version: meaning(
    'CONFLICT',
    409,
    false,
    'stale-version',
    'It was changed since the version that the caller has seen.',
  ),
  limit_reached: meaning(
    'CONFLICT',
    409,
    false,
    'limit-reached',
    'There is already as much of this as may be at once; end or remove some first.',
  ),
  wrong_state: meaning(
    'CONFLICT',
    409,
    false,
    'wrong-state',
    'It is in a state in which this cannot be done, such as a session that has ended.',
  ),
  idempotency_mismatch: meaning(
    'CONFLICT',
    409,
    false,
    'idempotency-mismatch',
    'The idempotency key was used for another request. Make a new key for each new change.',
  ),
  in_progress: meaning(
    'CONFLICT',
    409,
    true,
    'in-progress',
    'The same request, by its idempotency key, is being done at this moment; ask again for its answer.',
  ),
  too_large: meaning('PAYLOAD_TOO_LARGE', 413, false, 'too-large', 'The request is over a limit.'),
  wrong_media_type: meaning(
    'UNSUPPORTED_MEDIA_TYPE',
    415,
    false,
    'wrong-media-type',
    'The body is not JSON by its content-type.',
  ),
  rate_limited: meaning(
    'TOO_MANY_REQUESTS',
    429,
    true,
    'rate-limited',
    'The key, or its address, has called too often; Retry-After says how long to wait.',
  ),
  cancelled: meaning('CLIENT_CLOSED_REQUEST', 499, false, 'cancelled', 'The caller ended the request.'),
  internal: meaning(
    'INTERNAL_SERVER_ERROR',
    500,
    false,
    'internal',
    'The server failed; the request id finds it in its log.',
  ),
  unsupported: meaning(
    'NOT_IMPLEMENTED',
    501,
    false,
    'unsupported',
    'The store behind this server cannot do it.',
  ),
  uncertain: meaning(
    'BAD_GATEWAY',
    502,
    false,
    'uncertain',
    'The answer to a commit was lost: the write may or may not have been kept.',
  ),
  unavailable: meaning(
    'SERVICE_UNAVAILABLE',
    503,
    true,
    'unavailable',
    'A store or the server is away for now.',
  ),
  overloaded: meaning(
    'SERVICE_UNAVAILABLE',
    503,
    true,
    'overloaded',
    'The server has too much to do for now.',
  ),
  conflict: meaning(
    'SERVICE_UNAVAILABLE',
    503,
    true,
    'conflict',
    'Another write was in the way, more than once.',
  ),
  timeout: meaning(
    'GATEWAY_TIMEOUT',
    504,
    false,
    'timeout',
    'The deadline passed; a write may or may not have been done.',
  ),
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
