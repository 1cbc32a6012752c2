import type { Repositories } from '@graphkeep/graph';
import type { AuditEntry, AuditPage, AuditReadOptions } from './audit.ts';
import { type AuditGraph, AuditRecord } from './audit-nodes.ts';
import { pseudonymOf } from './pseudonym.ts';

export const readAudit = async (
  store: Repositories<AuditGraph>,
  { principal, owner, action, access, from, until, limit = 50, after }: AuditReadOptions,
): Promise<AuditPage> => {
  const { items, next } = await store.repo(AuditRecord).find({
    where: {
      ...(principal !== undefined && { principal }),
      ...(owner !== undefined && { owner: pseudonymOf(owner) }),
      ...(action !== undefined && {
        action: action.endsWith('*') ? { startsWith: action.slice(0, -1) } : { eq: action },
      }),
      ...(access !== undefined && { access }),
      ...((from || until) && { at: { ...(from && { gte: from }), ...(until && { lt: until }) } }),
    },
    orderBy: { at: 'desc' },
    limit: limit,
    ...(after !== undefined && { after }),
  });
  return { items: items.map(asEntry), next };
};

const asEntry = (record: AuditRecord): AuditEntry => {
  const { recordId, chain, place, previous, digest, createdAt, updatedAt, ...rest } = record;
  return { id: recordId, ...withoutUndefined(rest) };
};

const withoutUndefined = ({
  owner,
  subject,
  details,
  requestId,
  ...rest
}: Omit<
  AuditRecord,
  'recordId' | 'chain' | 'place' | 'previous' | 'digest' | 'createdAt' | 'updatedAt'
>): Omit<AuditEntry, 'id'> => ({
  ...rest,
  ...(owner !== undefined && { owner }),
  ...(subject !== undefined && { subject }),
  ...(details !== undefined && { details }),
  ...(requestId !== undefined && { requestId }),
});
