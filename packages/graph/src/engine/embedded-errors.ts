import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';

const UNIQUE = /UNIQUE constraint violation: property '([^']+)'.* on :(\S+)/;
const CONFLICT = /GRAFEO-T001|40000/;

/** What the embedded engine's errors mean. It has no codes of its own on the error: its message carries them. */
export const embeddedError = (error: unknown): unknown => {
  if (isGraphkeepError(error) || !(error instanceof Error)) return error;
  const unique = UNIQUE.exec(error.message);
  if (unique?.[1] && unique[2]) return uniqueViolation(unique[2], unique[1], error);
  if (CONFLICT.test(error.message))
    return new GraphkeepError(
      'conflict',
      'Another write changed the same data; nothing of this one was kept.',
      { cause: error },
    );
  return error;
};

export const uniqueViolation = (label: string, field: string, cause: Error): GraphkeepError =>
  new GraphkeepError('already_exists', `A ${label} with this ${field} exists already.`, { cause, field });
