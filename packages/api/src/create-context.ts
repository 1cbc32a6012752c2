import { limits } from '@graphkeep/contract';
import { Deadline, newRequestId, newUsage, type RequestContext } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import type { Platform, Principal } from '@graphkeep/platform';
import type { ApiContext } from './context.ts';

export interface ContextOptions extends Partial<Omit<ApiContext, 'platform' | 'principal' | 'request'>> {
  /** How long the call may take. @default 10 s */
  readonly timeoutMs?: number;
  /** Ends the call when its caller is gone. */
  readonly signal?: AbortSignal;
  /** @default a new one */
  readonly requestId?: string;
}

/**
 * What our procedures stand on, for hosts of your own: make one for each HTTP request, and spread it into your context.
 *
 * @example createContext: ({ req }) => ({ user: userOf(req), ...createApiContext(platform, principalOf(req)) })
 */
export const createApiContext = <G extends Graph>(
  platform: Platform<G>,
  principal: Principal | undefined,
  { timeoutMs = limits.deadlineMs, signal, requestId = newRequestId(), ...options }: ContextOptions = {},
): ApiContext => {
  const request: RequestContext = {
    requestId,
    deadline: Deadline.after(timeoutMs, signal),
    usage: newUsage(),
  };
  const { log, metrics } = platform.as(principal ?? NOBODY);
  // The procedures that are served are those of this platform's graph.
  return { version: '', log, metrics, ...options, platform: platform as never, principal, request };
};

const NOBODY: Principal = { id: 'nobody', scopes: [] };
