import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';
import neo4j from 'neo4j-driver';
import { uniqueViolation } from './embedded-errors.ts';

const UNIQUE = /with label `([^`]+)` and property `([^`]+)`/;
const AWAY = new Set<string>([neo4j.error.SERVICE_UNAVAILABLE, neo4j.error.SESSION_EXPIRED]);

/** How far a statement had come when its connection broke: after `committing` nobody can know whether it was kept. */
export type Phase = 'open' | 'committing';

/** What the driver's errors mean. */
export const neo4jError = (error: unknown, phase: Phase): unknown => {
  if (isGraphkeepError(error) || !(error instanceof neo4j.Neo4jError)) return error;
  const { code, message } = error;
  if (code === 'Neo.ClientError.Schema.ConstraintValidationFailed') {
    const unique = UNIQUE.exec(message);
    if (unique?.[1] && unique[2]) return uniqueViolation(unique[1], unique[2], error);
  }
  if (code.startsWith('Neo.ClientError.Security.'))
    // Not retryable: repeating a wrong password locks the user out.
    return new GraphkeepError('internal', 'Neo4j refused the user or the password.', { cause: error });
  if (/TransactionTimedOut|BookmarkTimeout/.test(code))
    return new GraphkeepError('timeout', 'Neo4j stopped the statement at its deadline.', { cause: error });
  if (
    AWAY.has(code) ||
    code.startsWith('Neo.TransientError.General.') ||
    /acquisition timed out/i.test(message)
  )
    return phase === 'committing'
      ? new GraphkeepError(
          'uncertain',
          'The connection broke during the commit: the write may or may not have been kept.',
          { cause: error },
        )
      : new GraphkeepError('unavailable', 'Neo4j does not answer.', { cause: error });
  if (code.startsWith('Neo.TransientError.'))
    return new GraphkeepError('conflict', 'Another write was in the way; nothing of this one was kept.', {
      cause: error,
    });
  return error;
};
