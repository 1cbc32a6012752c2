import { z } from 'zod';
import { type Field, isScalar } from '../field.ts';

/** An order by these fields, of which the first one named sorts first. */
export const orderByShape = (fields: readonly Field[]): z.ZodRawShape =>
  Object.fromEntries(
    fields
      .filter(({ kind, encrypted }) => isScalar(kind) && kind !== 'boolean' && !encrypted)
      .map(({ name }) => [name, z.enum(['asc', 'desc']).optional()]),
  );
