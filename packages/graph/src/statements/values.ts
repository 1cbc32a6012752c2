import { GraphkeepError } from '@graphkeep/core';
import type { Field, FieldKind } from '@graphkeep/models';

/** The error of an input that says where it stands and what would be right. */
export const wrong = (field: string, message: string): GraphkeepError =>
  new GraphkeepError('invalid_input', message, { field });

/** An object literal: an instance of a class could mean anything. */
export const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);

export const assertPlain: (at: string, value: unknown) => asserts value is Readonly<Record<string, unknown>> =
  (at, value) => {
    if (!isPlain(value)) throw wrong(at, `${at} must be an object.`);
  };

/** Whether a value is one of this kind, as TypeScript has it. */
export const isOfKind = (kind: FieldKind, value: unknown): boolean =>
  (kind === 'string' && typeof value === 'string') ||
  (kind === 'boolean' && typeof value === 'boolean') ||
  (kind === 'integer' && Number.isSafeInteger(value)) ||
  (kind === 'float' && Number.isFinite(value)) ||
  (kind === 'date' && value instanceof Date && !Number.isNaN(value.getTime()));

/** That a value is of the kind that the field holds: an engine would compare another kind without an error. */
export const assertKind = (at: string, { kind }: Field, value: unknown): void => {
  if (!isOfKind(kind, value))
    throw wrong(at, `${at} must be ${kind === 'integer' ? 'an integer' : `a ${kind}`}.`);
};
