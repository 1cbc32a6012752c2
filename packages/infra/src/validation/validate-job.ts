import type { InfraGraph } from '@graphkeep/models/infra';
import { defineJob } from '@graphkeep/platform';
import { z } from 'zod';
import { categories } from './check.ts';
import type { ValidationReport } from './report.ts';
import { validate } from './validate.ts';

export const validateInput = z.strictObject({
  /** What to look at besides whether the stores answer; all of it, where it is left out. */
  categories: z.array(z.enum(categories)).min(1).optional(),
});
export type Validate = z.input<typeof validateInput>;

export const VALIDATE_JOB = 'infra.validate';

/** Validates in the background; by itself too, where it is said how often. */
export const validateJobFor = (everyMs?: number) =>
  defineJob<InfraGraph, typeof validateInput, ValidationReport>({
    name: VALIDATE_JOB,
    input: validateInput,
    ...(everyMs !== undefined && { every: { ms: everyMs } }),
    run: (system, { input, signal, progress }) =>
      validate(system, {
        ...{ signal, progress },
        ...(input.categories && { categories: input.categories }),
      }),
  });
