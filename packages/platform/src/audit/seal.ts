import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Secret } from '@graphkeep/core';
import type { AuditChain, AuditRecord } from './audit-nodes.ts';

type Entry = Omit<AuditRecord, 'digest' | 'createdAt' | 'updatedAt'>;
type Bounds = Pick<AuditChain, 'chain' | 'trimmed' | 'trimmedDigest' | 'last' | 'lastDigest'>;

/** Before the first entry of a chain. */
export const BEGINNING = 'begin';

/** The digest of an entry, the one before included: nothing of it, and nothing before it, can be changed unseen. */
export const digestOf = (entry: Entry): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        entry.recordId,
        entry.chain,
        entry.place,
        entry.at.toISOString(),
        entry.principal,
        entry.action,
        entry.access,
        entry.owner ?? null,
        entry.subject ?? null,
        entry.outcome,
        Object.entries(entry.details ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
        entry.requestId ?? null,
        entry.previous,
      ]),
    )
    .digest('base64url');

export interface Seals {
  seal(bounds: Bounds): Pick<AuditChain, 'seal' | 'sealedBy'>;
  check(chain: Bounds & Pick<AuditChain, 'seal' | 'sealedBy'>): 'good' | 'wrong' | 'unknown key';
}

export interface SealSecrets {
  readonly root?: Secret;
  readonly previous?: Secret;
}

/** Without a root secret the key is known to everybody: then a seal tells mistakes, and no tampering. */
export const openSeals = ({ root, previous }: SealSecrets): Seals => {
  const keyOf = (secret: Secret | undefined): Buffer =>
    Buffer.from(hkdfSync('sha256', secret?.reveal() ?? 'no secret', '', 'graphkeep audit seal', 32));
  const nameOf = (key: Buffer): string => createHash('sha256').update(key).digest('base64url').slice(0, 8);
  return {
    seal: (bounds) => {
      const key = keyOf(root);
      return { seal: macOf(key, bounds).toString('base64url'), sealedBy: nameOf(key) };
    },
    check: ({ seal, sealedBy, ...bounds }) => {
      const key = [root, previous, undefined].map(keyOf).find((one) => nameOf(one) === sealedBy);
      if (!key) return 'unknown key';
      const [own, given] = [macOf(key, bounds), Buffer.from(seal, 'base64url')];
      return own.length === given.length && timingSafeEqual(own, given) ? 'good' : 'wrong';
    },
  };
};

const macOf = (key: Buffer, { chain, trimmed, trimmedDigest, last, lastDigest }: Bounds): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify([chain, trimmed, trimmedDigest, last, lastDigest]))
    .digest();
