import { z } from 'zod';
import { categories, type Result, type Severity, scores, weights } from './check.ts';
import type { ValidationReport } from './report.ts';

const results = Object.keys(scores) as [Result, ...Result[]];
const severities = Object.keys(weights) as [Severity, ...Severity[]];
const counts = z.strictObject({ passed: z.int(), warning: z.int(), failed: z.int(), error: z.int() });

/** A report, as it goes over the wire. */
export const validationReport = z.strictObject({
  runId: z.string(),
  at: z.date(),
  score: z.number(),
  counts,
  categories: z.array(z.strictObject({ category: z.enum(categories), score: z.number(), counts })),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      category: z.enum(categories),
      severity: z.enum(severities),
      result: z.enum(results),
      score: z.number(),
      details: z.string(),
      recommendation: z.string().nullable(),
      coverage: z.strictObject({ looked: z.int(), of: z.int() }).nullable(),
      durationMs: z.number(),
    }),
  ),
  since: z
    .strictObject({
      runId: z.string(),
      at: z.date(),
      score: z.number(),
      appeared: z.array(z.string()),
      mended: z.array(z.string()),
    })
    .nullable(),
  kept: z.boolean(),
});

const revived = validationReport.extend({
  at: z.coerce.date(),
  since: validationReport.shape.since.unwrap().extend({ at: z.coerce.date() }).nullable(),
});

/** The report that a job of validation answered, of which times were kept as texts. */
export const validationOf = (result: unknown): ValidationReport => revived.parse(result);
