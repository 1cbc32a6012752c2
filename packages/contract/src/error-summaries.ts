import type { ErrorCode } from './errors.ts';

/** What happened, in one sentence for a person. Apart from the table, since clients carry that with them. */
export const errorSummaries = {
  invalid_input: 'A field of the input is not what it must be.',
  unauthenticated: 'No key was sent, or it is not known.',
  forbidden: 'The key does not allow this.',
  consent_needed: 'The player has not agreed to this; ask for the consent that the message names.',
  not_found: 'There is no such thing, or not for this caller.',
  unknown_path: 'The server has no such procedure or address.',
  wrong_method: 'A procedure was called by a method that it does not take.',
  already_exists: 'A value that must be unique is taken.',
  stale_version: 'It was changed since the version that the caller has seen.',
  limit_reached: 'There is already as much of this as may be at once; end or remove some first.',
  wrong_state: 'It is in a state in which this cannot be done, such as a session that has ended.',
  idempotency_mismatch:
    'The idempotency key was used for another request. Make a new key for each new change.',
  in_progress:
    'The same request, by its idempotency key, is being done at this moment; ask again for its answer.',
  too_large: 'The request is over a limit.',
  wrong_media_type: 'The body is not JSON by its content-type.',
  rate_limited: 'The key, or its address, has called too often; Retry-After says how long to wait.',
  cancelled: 'The caller ended the request.',
  internal: 'The server failed; the request id finds it in its log.',
  unsupported: 'The store behind this server cannot do it.',
  uncertain: 'The answer to a commit was lost: the write may or may not have been kept.',
  unavailable: 'A store or the server is away for now.',
  overloaded: 'The server has too much to do for now.',
  conflict: 'Another write was in the way, more than once.',
  timeout: 'The deadline passed; a write may or may not have been done.',
} as const satisfies Readonly<Record<ErrorCode, string>>;
