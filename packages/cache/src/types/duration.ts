import { GraphkeepError } from '@graphkeep/core';

/** Milliseconds, or a number with its unit: `'250ms'`, `'30s'`, `'5m'`, `'2h'`, `'7d'`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const PATTERN = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

export const milliseconds = (duration: Duration, field: string): number => {
  const [, count, unit = ''] = typeof duration === 'string' ? (PATTERN.exec(duration) ?? []) : [];
  const ms = typeof duration === 'number' ? duration : Number(count) * (UNITS[unit] ?? Number.NaN);
  if (!Number.isFinite(ms) || ms < 0) {
    throw new GraphkeepError(
      'invalid_input',
      `${field} is ${JSON.stringify(duration)}; it must be milliseconds or such as "500ms", "30s", "5m", "2h", "7d".`,
      { field },
    );
  }
  return Math.round(ms);
};
