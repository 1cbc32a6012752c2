import { currentContext, GraphkeepError, type Logger } from '@graphkeep/core';
import type { Repositories } from '@graphkeep/graph';
import type { Principal } from '../principal.ts';
import type { Audit } from './audit.ts';
import type { AuditGraph } from './audit-nodes.ts';
import { entryOf } from './entry-of.ts';
import { openGroupCommit } from './group-commit.ts';
import { auditedName } from './named.ts';
import { openOwnChain } from './own-chain.ts';
import { readAudit } from './read.ts';
import { openSeals, type SealSecrets } from './seal.ts';
import { trimAudit } from './trim.ts';
import { verifyAudit } from './verify.ts';

export interface AuditOptions {
  /** A store that has the nodes of `auditGraph` among its definitions, as it is for all owners. */
  readonly store: Repositories<AuditGraph>;
  readonly secrets: SealSecrets;
  readonly now: () => Date;
  readonly log: Logger;
}

export interface AuditLog {
  /** The audit in which this principal is who did it. */
  of(principal: Principal): Audit;
  /** Resolves when all is written that was recorded. */
  close(): Promise<void>;
}

/** However far a caller's own deadline is. */
const TIMEOUT_MS = 5_000;

/** The audit of a platform: entries of all processes, each process with a chain of its own. */
export const openAudit = ({ store, secrets, now, log }: AuditOptions): AuditLog => {
  const seals = openSeals(secrets);
  const chain = openOwnChain(store, seals);
  const commit = openGroupCommit(chain.append);
  return {
    of: (principal) => ({
      record: async (event) => {
        const context = currentContext();
        const entry = entryOf(event, {
          principal: auditedName(principal),
          at: now(),
          requestId: context?.requestId,
        });
        const timeoutMs = Math.min(TIMEOUT_MS, context?.deadline.remaining() ?? TIMEOUT_MS);
        try {
          await inTime(commit.write(entry), timeoutMs);
        } catch (cause) {
          log.error({ action: event.action, err: cause }, 'audit failed');
          throw new GraphkeepError(
            'unavailable',
            'The audit cannot be written now, and what cannot be audited is not done.',
            { cause },
          );
        }
      },
      read: (options = {}) => readAudit(store, options),
      verify: (options = {}) => verifyAudit(store, seals, options),
      trim: (olderThan) => trimAudit(store, seals, olderThan),
    }),
    close: commit.drained,
  };
};

const inTime = async (work: Promise<void>, timeoutMs: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took longer than ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
