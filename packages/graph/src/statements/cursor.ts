import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Sort } from './order.ts';
import { wrong } from './values.ts';

/** What makes a list this list: a cursor is good for it alone. */
export interface ListIdentity {
  readonly label: string;
  readonly owner: string | undefined;
  readonly withDeleted: boolean;
  readonly where: object;
  readonly sorts: readonly Sort[];
}

/** Where a page ended: the sort values of a row, signed, so that nobody can ask from where he was never led. */
export const encodeCursor = (list: ListIdentity, values: readonly unknown[], key: KeyObject): string => {
  const payload = JSON.stringify(
    values.map((value) => (value instanceof Date ? value.getTime() : (value ?? null))),
  );
  return `${Buffer.from(payload).toString('base64url')}.${sign(list, payload, key).toString('base64url')}`;
};

export const decodeCursor = (
  list: ListIdentity,
  cursor: unknown,
  key: KeyObject,
  at: 'after' | 'before',
): readonly unknown[] => {
  const [encoded = '', signature = ''] = typeof cursor === 'string' ? cursor.split('.') : [];
  const payload = Buffer.from(encoded, 'base64url').toString();
  const [expected, given] = [sign(list, payload, key), Buffer.from(signature, 'base64url')];
  if (expected.length !== given.length || !timingSafeEqual(expected, given))
    throw wrong(
      at,
      `${at} is no cursor of this list: give the \`next\` or \`previous\` of a page with the same where and orderBy.`,
    );
  const values: readonly unknown[] = JSON.parse(payload);
  return list.sorts.map(({ field }, index) => {
    const value = values[index];
    return field.kind === 'date' && typeof value === 'number' ? new Date(value) : value;
  });
};

const sign = (list: ListIdentity, payload: string, key: KeyObject): Buffer => {
  const sorts = list.sorts.map(({ left, direction }) => [left, direction]);
  return createHmac('sha256', key)
    .update(JSON.stringify([list.label, list.owner ?? null, list.withDeleted, sorts, list.where, payload]))
    .digest()
    .subarray(0, 16);
};
