import { createHash } from 'node:crypto';

/** Longer texts are kept by their digest. */
const LONGEST = 100;

/** One text for each thing that can be asked for, in whichever order it was said. */
export const inputKey = (input: object): string => {
  const text = JSON.stringify(sorted(input));
  return text.length <= LONGEST ? text : createHash('sha256').update(text).digest('base64url');
};

const sorted = (value: unknown): unknown => {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
};
