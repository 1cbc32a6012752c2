import type { Logger, Metrics, RequestContext } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import type { Platform, Principal } from '@graphkeep/platform';

/** What every procedure stands on. The host makes one for each HTTP request. */
export interface ApiContext<G extends Graph = Graph> {
  readonly platform: Platform<G>;
  /** Undefined where no key was sent, or an unknown one. */
  readonly principal: Principal | undefined;
  readonly request: RequestContext;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly version: string;
}
