import type { z } from 'zod';
import { ownRun } from './own-run.ts';

export interface Excess {
  readonly path: PropertyKey[];
  readonly message: string;
}

/** Looks at the size of an input before anything else does: what is nested too deep would overflow the stack. */
export const bounded = <S extends z.ZodType>(schema: S, excess: (value: unknown) => Excess | undefined): S =>
  ownRun(schema, (inner) => (payload, context) => {
    const found = excess(payload.value);
    if (!found) return inner(payload, context);
    payload.issues.push({ code: 'custom', input: payload.value, ...found });
    return payload;
  });
