import type { AuditEvent } from './audit.ts';
import type { AuditRecord } from './audit-nodes.ts';
import { pseudonymOf } from './pseudonym.ts';

/** What is kept of an event, before it has its place in a chain. */
export type PlacelessEntry = Omit<
  AuditRecord,
  'recordId' | 'chain' | 'place' | 'previous' | 'digest' | 'createdAt' | 'updatedAt'
>;

interface Circumstances {
  readonly principal: string;
  readonly at: Date;
  readonly requestId: string | undefined;
}

const LENGTH = 200;
const DETAILS = 20;

/** Wherever the owner's id stands there is the pseudonym instead, so that an erasure need not touch what cannot be changed. */
export const entryOf = (event: AuditEvent, { principal, at, requestId }: Circumstances): PlacelessEntry => {
  const { owner, subject, details } = event;
  const hidden = (text: string): string =>
    (owner ? text.replaceAll(owner, pseudonymOf(owner)) : text).slice(0, LENGTH);
  return {
    at,
    principal: hidden(principal),
    action: hidden(event.action),
    access: event.access,
    outcome: hidden(event.outcome),
    ...(owner !== undefined && { owner: pseudonymOf(owner) }),
    ...(subject !== undefined && { subject: hidden(subject) }),
    ...(details && {
      details: Object.fromEntries(
        Object.entries(details)
          .slice(0, DETAILS)
          .map(([name, value]) => [hidden(name), typeof value === 'string' ? hidden(value) : value]),
      ),
    }),
    ...(requestId !== undefined && { requestId: hidden(requestId) }),
  };
};
