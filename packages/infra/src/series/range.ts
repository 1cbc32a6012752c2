import { GraphkeepError } from '@graphkeep/core';
import { z } from 'zod';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Longer than any report asks for, and short enough that no answer takes for ever. */
const MAX_DAYS = 800;

export const rangeFields = {
  /** The first moment that belongs to it. */
  start: z.date().optional(),
  /** The first moment that does not; now, where it is left out. */
  end: z.date().optional(),
  /** In place of a start: so long before the end. */
  hours: z
    .number()
    .positive()
    .max(MAX_DAYS * 24)
    .optional(),
  days: z.number().positive().max(MAX_DAYS).optional(),
};
export const rangeInput = z.strictObject(rangeFields);
export type RangeInput = z.input<typeof rangeInput>;

export interface Range {
  readonly start: Date;
  readonly end: Date;
}

/** Of what was asked for, or the last so many hours. */
export const rangeOf = (
  { start, end, hours, days }: RangeInput,
  now: Date,
  otherwise: { readonly hours: number },
): Range => {
  if ([start, hours, days].filter((one) => one !== undefined).length > 1)
    throw wrong('start', 'Give one of start, hours and days.');
  const last = end ?? now;
  const ms = days !== undefined ? days * DAY_MS : (hours ?? otherwise.hours) * HOUR_MS;
  const range = { start: start ?? new Date(last.getTime() - ms), end: last };
  if (range.start >= range.end)
    throw wrong(
      'start',
      `start must be before end, but ${range.start.toISOString()} is not before ${range.end.toISOString()}.`,
    );
  if (range.end.getTime() - range.start.getTime() > MAX_DAYS * DAY_MS)
    throw wrong('start', `A range has ${MAX_DAYS} days at most.`);
  return range;
};

export const daysOf = ({ start, end }: Range): number => (end.getTime() - start.getTime()) / DAY_MS;

const wrong = (field: string, message: string) => new GraphkeepError('invalid_input', message, { field });
