import { GraphkeepError } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import type { Scoped } from '@graphkeep/platform';

/** The stores are the same for all owners, so whoever is bound to one has no say in them. */
export const unbound = (scoped: Scoped<Graph>): Scoped<Graph> => {
  if (scoped.principal.owner === undefined) return scoped;
  throw new GraphkeepError('forbidden', 'This is for operators: for keys that are bound to no owner.');
};

/** Tells the audit what an operator is about to do: what cannot be told is not done. */
export const tellAudit = (scoped: Scoped<Graph>, action: string, subject: string): Promise<void> =>
  scoped.audit.record({ action: `system.${action}`, access: 'write', subject, outcome: 'ok' });
