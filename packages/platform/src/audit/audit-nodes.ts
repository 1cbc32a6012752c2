import { defineNode, type EntityOf } from '@graphkeep/models';
import { z } from 'zod';

const place = z.int().min(0);

/** One entry, at its place in the chain of one writer. */
export const AuditRecord = defineNode({
  label: 'GraphkeepAuditRecord',
  // Chain and place: no two entries can take the same place, whatever becomes of a lost answer.
  key: 'recordId',
  naturalKey: true,
  shared: true,
  journal: false,
  schema: z.object({
    recordId: z.string(),
    chain: z.string(),
    place,
    at: z.date(),
    principal: z.string(),
    action: z.string(),
    access: z.enum(['read', 'write']),
    owner: z.string().optional(),
    subject: z.string().optional(),
    outcome: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    requestId: z.string().optional(),
    /** The digest of the entry before. */
    previous: z.string(),
    digest: z.string(),
  }),
  indexes: [['at'], ['chain', 'place'], ['principal', 'at'], ['owner', 'at'], ['action', 'at']],
});
export type AuditRecord = EntityOf<typeof AuditRecord>;

/** The entries that one process wrote, one after the other: where they begin and end. */
export const AuditChain = defineNode({
  label: 'GraphkeepAuditChain',
  // Counted up from 1, so that a chain that was taken away leaves a gap.
  key: 'chain',
  naturalKey: true,
  shared: true,
  journal: false,
  schema: z.object({
    chain: z.string(),
    /** The place before the first entry that is still kept, and its digest. */
    trimmed: place,
    trimmedDigest: z.string(),
    last: place,
    lastDigest: z.string(),
    /** The rest under the key of the servers: who can write into the store cannot make it. */
    seal: z.string(),
    /** Which key that was; it tells nothing of it. */
    sealedBy: z.string(),
  }),
});
export type AuditChain = EntityOf<typeof AuditChain>;

/** The graph of the audit, which is no part of the application's. */
export const auditGraph = { GraphkeepAuditRecord: AuditRecord, GraphkeepAuditChain: AuditChain } as const;
export type AuditGraph = typeof auditGraph;
