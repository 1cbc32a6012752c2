import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';
import { asStored, type StoredNames, uniqueViolation } from '../stored-names.ts';

const UNIQUE = /UNIQUE constraint violation: property '([^']+)'.* on :(\S+)/;
/** The last one: a relationship that this writer saw was taken away by another before it could. */
const CONFLICT = /GRAFEO-T001|40000|does not exist, or the writer does not see it/;
const TOO_LONG = /GRAFEO-Q003/;
const PANIC = /^task \d+ panicked/;

/** What the embedded engine's errors mean. It has no codes of its own on the error: its message carries them. */
export const embeddedError = (error: unknown, names: StoredNames = asStored): unknown => {
  if (isGraphkeepError(error) || !(error instanceof Error)) return error;
  const unique = UNIQUE.exec(error.message);
  if (unique?.[1] && unique[2]) return uniqueViolation(names(unique[2], unique[1]), error);
  if (CONFLICT.test(error.message))
    return new GraphkeepError(
      'conflict',
      'Another write changed the same data; nothing of this one was kept.',
      { cause: error },
    );
  if (TOO_LONG.test(error.message))
    return new GraphkeepError('timeout', 'The embedded engine stopped the query after its 30 seconds.', {
      cause: error,
    });
  if (PANIC.test(error.message))
    return new GraphkeepError(
      'unsupported',
      'The embedded engine cannot hold this many rows between the hops of one pattern (65,535). Put a WITH between the hops, or use a variable length.',
      { cause: error },
    );
  return error;
};
