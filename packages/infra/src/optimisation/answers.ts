import { z } from 'zod';

/** What of optimisation goes over the wire. */
const list = <S extends z.ZodType>(item: S) => z.array(item).readonly();

export const optimisationPlanAnswer = z.strictObject({
  indexes: list(
    z.strictObject({
      name: z.string(),
      table: z.string(),
      serves: z.string(),
      why: z.string(),
      state: z.enum(['present', 'missing', 'broken', 'different', 'no table']),
      way: z.enum(['concurrently', 'by chunk', 'plainly']),
      statements: list(z.string()),
    }),
  ),
  toMake: z.int(),
  confirm: z.string(),
});

export const explainedAnswer = list(
  z.strictObject({
    name: z.string(),
    table: z.string(),
    index: z.string(),
    plan: z
      .strictObject({
        cost: z.number(),
        tookMs: z.number(),
        rows: z.number(),
        rowsRead: z.number(),
        buffers: z.number(),
        indexes: list(z.string()),
        scans: list(z.strictObject({ table: z.string(), rows: z.number() })),
        spilled: z.boolean(),
        heapFetches: z.number(),
      })
      .nullable(),
    problem: z.string().optional(),
    recommendations: list(z.string()),
  }),
);

export const capacityAnswer = z.strictObject({
  tables: list(
    z.strictObject({
      table: z.string(),
      rows: z.number().nullable(),
      bytes: z.number(),
      indexBytes: z.number(),
      oldest: z.date().nullable(),
      newest: z.date().nullable(),
      growthPerDay: z.number().nullable(),
      keepDays: z.number().optional(),
    }),
  ),
  bytes: z.number(),
  growthPerDay: z.number().nullable(),
  daysLeft: z.number().nullable(),
  unknown: list(z.string()),
});

export const indexUseAnswer = z.strictObject({
  since: z.date().nullable(),
  unused: list(z.strictObject({ table: z.string(), index: z.string(), bytes: z.number() })).nullable(),
  missing: list(z.strictObject({ table: z.string(), index: z.string(), why: z.string() })),
  scanned: list(z.strictObject({ table: z.string(), scans: z.number(), perScan: z.number() })).nullable(),
});

export const graphProfileAnswer = z.strictObject({
  engine: z.enum(['embedded', 'neo4j']),
  queries: list(
    z.strictObject({
      name: z.string(),
      statements: list(
        z.strictObject({
          operation: z.string(),
          text: z.string(),
          rows: z.number(),
          dbHits: z.number().nullable(),
          tookMs: z.number().nullable(),
          suggestions: list(z.string()),
        }),
      ),
      problem: z.string().optional(),
    }),
  ),
  notes: list(z.string()),
});
