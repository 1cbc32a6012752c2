import { limits } from '@graphkeep/contract';
import type { StoryGraph } from '@graphkeep/models/story';
import type { AuditPage, AuditVerdict, Scoped } from '@graphkeep/platform';
import { z } from 'zod';

const text = z.string().min(1).max(200);

export const readAuditInput = z.strictObject({
  principal: text.optional(),
  /** A player's id or pseudonym. */
  owner: text.optional(),
  /** The whole of it, or with a `*` at its end how it begins. */
  action: text.optional(),
  access: z.enum(['read', 'write']).optional(),
  from: z.date().optional(),
  until: z.date().optional(),
  limit: z.int().min(1).max(limits.maxPageSize).optional(),
  after: z.string().max(2_000).optional(),
});

export const auditPage = z.object({
  items: z
    .array(
      z.object({
        id: z.string(),
        at: z.date(),
        principal: z.string(),
        action: z.string(),
        access: z.enum(['read', 'write']),
        owner: z.string().optional(),
        subject: z.string().optional(),
        outcome: z.string(),
        details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
        requestId: z.string().optional(),
      }),
    )
    .readonly(),
  next: z.string().nullable(),
});

/** Who has seen or changed data of whom. */
export const readAudit = (
  { audit }: Scoped<StoryGraph>,
  asked: z.output<typeof readAuditInput>,
): Promise<AuditPage> => audit.read(withoutUndefined(asked));

export const verifyAuditInput = z.strictObject({
  timeBudgetMs: z.int().min(1).max(60_000).default(5_000),
  from: z
    .string()
    .regex(/^\d{1,15}$/, 'must be the `next` of an earlier verdict')
    .optional(),
});

export const auditVerdict = z.object({
  intact: z.boolean(),
  chains: z.number(),
  entries: z.number(),
  problem: z
    .object({
      kind: z.enum(['changed', 'missing', 'extra', 'seal']),
      chain: z.string(),
      place: z.number().optional(),
      message: z.string(),
    })
    .optional(),
  unknownSeals: z.array(z.string()).readonly(),
  next: z.string().optional(),
});

/** Walks the audit, and names the first entry that is not as it was written. */
export const verifyAudit = (
  { audit }: Scoped<StoryGraph>,
  asked: z.output<typeof verifyAuditInput>,
): Promise<AuditVerdict> => audit.verify(withoutUndefined(asked));

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };
const withoutUndefined = <T extends object>(asked: T): Defined<T> =>
  Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as Defined<T>;
