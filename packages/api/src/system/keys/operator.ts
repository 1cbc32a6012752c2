import { GraphkeepError } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import { type Keys, keysOf, type Scoped } from '@graphkeep/platform';

/** Keys are the same for all owners, so whoever is bound to one has no say in them. */
export const keysFor = (scoped: Scoped<Graph>): Keys => {
  if (scoped.principal.owner !== undefined)
    throw new GraphkeepError('forbidden', 'Keys are managed by keys that are bound to no owner.');
  return keysOf(scoped);
};

/** Tells the audit who did what to which key. */
export const tellAudit = (
  scoped: Scoped<Graph>,
  action: string,
  keyId: string,
  owner?: string,
): Promise<void> =>
  scoped.audit.record({
    action: `system.keys.${action}`,
    access: 'write',
    subject: `ApiKey/${keyId}`,
    outcome: 'ok',
    ...(owner !== undefined && { owner }),
  });
