import { type ErrorCode, errorSummaries, errors, type FieldIssue } from '@graphkeep/contract';
import type { GraphkeepError } from '@graphkeep/core';
import { publicMessage } from '../error-data.ts';

/** An error in the form of RFC 9457. */
export interface Problem {
  /** Names the kind of error; it leads to no page. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What is wrong with this very request. */
  readonly detail: string;
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly requestId: string;
  readonly field?: string;
  readonly issues?: readonly FieldIssue[];
}

export const problemOf = (error: GraphkeepError, requestId: string): Problem => ({
  type: `urn:graphkeep:error:${errors[error.code].docs}`,
  title: errorSummaries[error.code],
  status: error.status,
  detail: publicMessage(error, requestId),
  code: error.code,
  retryable: error.retryable,
  requestId,
  ...(error.field !== undefined && { field: error.field }),
  ...(error.issues !== undefined && { issues: error.issues }),
});
