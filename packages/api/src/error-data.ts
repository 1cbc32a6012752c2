import { type ErrorCode, type ErrorData, errors, type FieldIssue } from '@graphkeep/contract';
import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';
import { TRPCError } from '@trpc/server';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import superjson from 'superjson';
import { z } from 'zod';

/** What tRPC itself refuses, before any procedure of ours runs. */
const ofTrpc: Partial<Record<TRPCError['code'], ErrorCode>> = {
  BAD_REQUEST: 'invalid_input',
  PARSE_ERROR: 'invalid_input',
  NOT_FOUND: 'unknown_path',
  METHOD_NOT_SUPPORTED: 'wrong_method',
  UNSUPPORTED_MEDIA_TYPE: 'wrong_media_type',
  PAYLOAD_TOO_LARGE: 'too_large',
  CLIENT_CLOSED_REQUEST: 'cancelled',
};

/** Where tRPC's own sentence does not say what to do. */
const ownWords: Partial<Record<ErrorCode, string>> = {
  wrong_media_type: 'Send JSON, with the content-type application/json.',
  wrong_method: 'Call a procedure that changes something by POST, one that reads by GET or POST.',
};

/** Whatever was thrown, as the one kind of error that leaves this product. */
export const toGraphkeepError = (error: TRPCError): GraphkeepError => {
  const { cause } = error;
  if (isGraphkeepError(cause)) return cause;
  if (cause instanceof z.ZodError) return ofZod(cause);
  const code = ofTrpc[error.code];
  if (
    code === undefined ||
    (error.code === 'BAD_REQUEST' && cause !== undefined && !(cause instanceof SyntaxError))
  )
    return new GraphkeepError('internal', 'The server failed.', { cause: cause ?? error });
  return new GraphkeepError(code, ownWords[code] ?? error.message, { cause });
};

/** The same error as tRPC's, so that its status is the one of the table. */
export const toTrpcError = (error: GraphkeepError): TRPCError =>
  new TRPCError({ code: errors[error.code].trpc, message: error.message, cause: error });

export const errorData = (error: GraphkeepError, requestId: string | undefined): ErrorData => ({
  code: error.code,
  status: error.status,
  retryable: error.retryable,
  docs: errors[error.code].docs,
  ...(requestId !== undefined && { requestId }),
  ...(error.field !== undefined && { field: error.field }),
  ...(error.issues !== undefined && { issues: error.issues }),
  ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
});

/** What a caller may read of it: of our own failures only where to look them up. */
export const publicMessage = (error: GraphkeepError, requestId: string | undefined): string =>
  error.code === 'internal'
    ? `The server failed. Its log tells why, under ${requestId ?? 'the time of this call'}.`
    : error.message;

const ofZod = (error: z.ZodError): GraphkeepError => {
  const issues = error.issues.flatMap(fieldIssues);
  const [first] = issues;
  return new GraphkeepError(
    'invalid_input',
    first ? `${first.field || 'input'}: ${first.message}` : 'The input is wrong.',
    {
      cause: error,
      issues,
      ...(first?.field && { field: first.field }),
    },
  );
};

const fieldIssues = (issue: z.core.$ZodIssue): readonly FieldIssue[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), message: 'is not known here' }))
    : [{ field: issue.path.join('.'), message: issue.message }];

/** The body of an answer that no procedure gave, in the envelope that clients of tRPC read. */
export const errorEnvelope = (error: GraphkeepError, requestId: string) => ({
  error: superjson.serialize({
    code: TRPC_ERROR_CODES_BY_KEY[errors[error.code].trpc],
    message: publicMessage(error, requestId),
    data: errorData(error, requestId),
  }),
});
