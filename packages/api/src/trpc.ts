import { initTRPC } from '@trpc/server';
import type { ApiContext } from './context.ts';
import { formatError } from './format-error.ts';
import { transformer } from './transformer.ts';

/** What is known of a procedure besides its input and output. */
export interface ProcedureMeta {
  /** What a key must be allowed, like `story:read`. */
  readonly scope?: string;
  /** The field that says whose data it is: calls by a key that is not that owner's are audited. */
  readonly owner?: string;
  /** Of a resource's procedures: the field by which its nodes are found. */
  readonly key?: string;
  /**
   * What it answers, where the definition of a node sees to that. It is for the documentation: as an `output` it would be
   * looked at for every answer. A schema; clients, who see this type, need not know of which library.
   */
  readonly output?: object;
  /** What it does, for people who read its documentation. */
  readonly summary?: string;
}

/** Often enough for proxies, which cut off what is silent for a minute or half of one. */
const PING_MS = 15_000;

export const t = initTRPC
  .context<ApiContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer,
    isDev: false,
    sse: {
      ping: { enabled: true, intervalMs: PING_MS },
      client: { reconnectAfterInactivityMs: 3 * PING_MS },
    },
    errorFormatter: formatError,
  });
