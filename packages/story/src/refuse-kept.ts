import { GraphkeepError } from '@graphkeep/core';

/** Refuses to patch what follows from something else, and says what changes it. */
export const refuseKept = (changes: object, kept: Readonly<Record<string, string>>): void => {
  for (const [field, instead] of Object.entries(kept))
    if (field in changes && Reflect.get(changes, field) !== undefined)
      throw new GraphkeepError('invalid_input', `${field} is not patched: ${instead}.`, {
        field: `changes.${field}`,
      });
};
