import { createHash } from 'node:crypto';
import { GraphkeepError } from '@graphkeep/core';
import type { Sort } from './order.ts';

/** Where a page ended: the sort values of its last row, good for the same list only. */
export const encodeCursor = (
  sorts: readonly Sort[],
  where: object,
  row: Readonly<Record<string, unknown>>,
): string => {
  const values = sorts.map(({ field }) => {
    const value = row[field.name] ?? null;
    return value instanceof Date ? value.getTime() : value;
  });
  return Buffer.from(JSON.stringify([listHash(sorts, where), ...values])).toString('base64url');
};

export const decodeCursor = (sorts: readonly Sort[], where: object, cursor: string): readonly unknown[] => {
  const [hash, ...values] = parse(cursor);
  if (hash !== listHash(sorts, where))
    throw wrong('after is the cursor of another list: keep where and orderBy as they were.');
  if (values.length !== sorts.length) throw wrong('after is no cursor: give the `next` of the page before.');
  return sorts.map(({ field }, index) => {
    const value = values[index];
    if (value === null) return null;
    if (field.kind === 'date' && Number.isSafeInteger(value)) return new Date(Number(value));
    if ((field.kind === 'string' && typeof value === 'string') || Number.isFinite(value)) return value;
    throw wrong('after is no cursor: give the `next` of the page before.');
  });
};

const parse = (cursor: string): readonly unknown[] => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parsed)) return parsed;
  } catch {}
  throw wrong('after is no cursor: give the `next` of the page before.');
};

const listHash = (sorts: readonly Sort[], where: object): string =>
  createHash('sha256')
    .update(JSON.stringify([sorts.map(({ field, direction }) => [field.name, direction]), where]))
    .digest('base64url')
    .slice(0, 12);

const wrong = (message: string) => new GraphkeepError('invalid_input', message, { field: 'after' });
