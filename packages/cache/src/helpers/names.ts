import { GraphkeepError } from '@graphkeep/core';

const MAX_LENGTH = 512;
const MAX_ITEMS = 1_000;

/** Braces choose the slot in a Cluster, and the others mean something in a pattern of SCAN. */
const SPECIAL = /[%{}*?[\]\\]/g;
const SPECIAL_OR_COLON = /[:%{}*?[\]\\]/g;

/** A name within another one: only the last may have colons, so that no two ways of nesting meet. */
export const keyOf = (prefix: string, kind: string, ...names: readonly string[]): string => {
  const inner = names.map((name, i) => {
    if (name === '' || name.length > MAX_LENGTH) {
      throw new GraphkeepError('invalid_input', `A name must have 1 to ${MAX_LENGTH} characters.`, {
        field: 'name',
      });
    }
    return name.replace(i === names.length - 1 ? SPECIAL : SPECIAL_OR_COLON, percent);
  });
  return `${prefix}h:${kind}:${inner.join(':')}`;
};

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16)}`;

/** One command that takes them all would hold up everybody else's. */
export const atMostMany = <T>(items: readonly T[]): readonly T[] => {
  if (items.length <= MAX_ITEMS) return items;
  throw new GraphkeepError('too_large', `One call takes at most ${MAX_ITEMS} items, not ${items.length}.`);
};

export const wholeNumber = (value: number, field: string, min = Number.MIN_SAFE_INTEGER): number => {
  if (Number.isSafeInteger(value) && value >= min) return value;
  const bound = min === Number.MIN_SAFE_INTEGER ? '' : ` from ${min} on`;
  throw new GraphkeepError('invalid_input', `${field} must be a whole number${bound}, not ${value}.`, {
    field,
  });
};
