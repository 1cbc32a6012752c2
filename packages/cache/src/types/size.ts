import { GraphkeepError } from '@graphkeep/core';

/** Bytes, or a number with its unit: `'512b'`, `'1kb'`, `'64mb'`. */
export type Size = number | `${number}${'b' | 'kb' | 'mb'}`;

const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1_024, mb: 1_048_576 };
const PATTERN = /^(\d+(?:\.\d+)?)(b|kb|mb)$/;

export const bytes = (size: Size, field: string): number => {
  const [, count, unit = ''] = typeof size === 'string' ? (PATTERN.exec(size) ?? []) : [];
  const total = typeof size === 'number' ? size : Number(count) * (UNITS[unit] ?? Number.NaN);
  if (!Number.isFinite(total) || total < 0) {
    throw new GraphkeepError(
      'invalid_input',
      `${field} is ${JSON.stringify(size)}; it must be bytes or such as "512b", "1kb", "64mb".`,
      { field },
    );
  }
  return Math.round(total);
};
