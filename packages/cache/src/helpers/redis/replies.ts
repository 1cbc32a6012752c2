import { GraphkeepError } from '@graphkeep/core';

/** The answer of a script, whose type the client does not know. */
export const numberPair = (reply: unknown): readonly [number, number] => {
  if (Array.isArray(reply)) {
    const [first, second]: unknown[] = reply;
    if (typeof first === 'number' && typeof second === 'number') return [first, second];
  }
  throw unexpected(reply);
};

/** Texts one after the other: name, value, name, value. */
export const textPairs = (reply: readonly string[]): readonly (readonly [string, string])[] => {
  const pairs: (readonly [string, string])[] = [];
  for (let i = 0; i + 1 < reply.length; i += 2) pairs.push([reply[i] ?? '', reply[i + 1] ?? '']);
  return pairs;
};

export const unexpected = (reply: unknown): GraphkeepError =>
  new GraphkeepError('internal', `Redis answered what no such command answers: ${JSON.stringify(reply)}`);
