import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';

const NEVER_SENT = /^Stream isn't writeable|^Cluster isn't ready/;
const LOST =
  /^Connection is closed|^Reached the max retries|^Command aborted|^Cluster is ended|^None of startup nodes/;
const AWAY = /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS|MISCONF|BUSY|Too many Cluster)\b/;
const NOT_ALLOWED = /^(NOAUTH|WRONGPASS|NOPERM)\b/;

/**
 * What an error of ioredis or an answer of Redis means. Nothing is known of a command whose answer was lost or late:
 * where doing it again is harmless it just failed, else that is told. `whyAway` is what the connection failed of last.
 */
export const redisError = (cause: unknown, idempotent: boolean, whyAway?: Error): GraphkeepError => {
  if (isGraphkeepError(cause)) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  if (text === 'Command timed out') {
    return idempotent
      ? new GraphkeepError('unavailable', AWAY_MESSAGE, { cause })
      : new GraphkeepError('timeout', 'Redis did not answer in time; the change may have been made.', {
          cause,
        });
  }
  if (NEVER_SENT.test(text) && whyAway !== undefined && NOT_ALLOWED.test(whyAway.message)) {
    return redisError(whyAway, idempotent);
  }
  if (NEVER_SENT.test(text) || LOST.test(text))
    return new GraphkeepError('unavailable', AWAY_MESSAGE, { cause });
  if (AWAY.test(text))
    return new GraphkeepError('unavailable', `Redis takes no commands for now: ${text}`, { cause });
  if (NOT_ALLOWED.test(text))
    return new GraphkeepError('unavailable', `Redis refuses the login: ${text}`, { cause });
  if (text.startsWith('OOM')) {
    return new GraphkeepError('overloaded', 'Redis has no memory left for a write.', { cause });
  }
  if (text.startsWith('WRONGTYPE')) {
    return new GraphkeepError('invalid_input', 'The key holds a value of another kind.', { cause });
  }
  return new GraphkeepError('internal', `Redis refused a command: ${text}`, { cause });
};

const AWAY_MESSAGE = 'Redis does not answer.';

/** The error of a call that must not be repeated: `uncertain` where its command was under way when the connection went. */
export const errorOfEffect = (error: unknown): unknown => {
  if (!isGraphkeepError(error) || !(error.cause instanceof Error) || !LOST.test(error.cause.message))
    return error;
  return new GraphkeepError('uncertain', 'The connection to Redis was lost; the change may have been made.', {
    cause: error.cause,
  });
};
