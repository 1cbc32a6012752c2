import type { GraphkeepError, Logger, Metrics, RequestContext } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import type { Platform, Principal } from '@graphkeep/platform';
import type { RateLimits } from './rate-limits.ts';

/** What every procedure stands on. The host makes one for each HTTP request. */
export interface ApiContext<G extends Graph = Graph> {
  readonly platform: Platform<G>;
  /** Undefined where no key was sent, or an unknown one. */
  readonly principal: Principal | undefined;
  /** Why there is no principal, where something was sent that did not make one. */
  readonly refusal?: GraphkeepError | undefined;
  readonly request: RequestContext;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly version: string;
  /** The header Idempotency-Key, as it came. */
  readonly idempotencyKey?: string | undefined;
  /** The header X-Graphkeep-Bookmarks, as it came: what the caller has written on other servers. */
  readonly bookmarks?: string | undefined;
  /** Where the request comes from. @default it is not limited by its address */
  readonly address?: string | undefined;
  /** How often each key and address may call. @default as often as it wants */
  readonly rates?: RateLimits | undefined;
  /** Ends the caller's live connections: aborted when its key is taken away, and when the host stops. */
  readonly ends?: AbortSignal | undefined;
}
