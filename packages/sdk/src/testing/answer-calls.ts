import { createApiContext, responseMeta } from '@graphkeep/api';
import { limits } from '@graphkeep/contract/limits';
import type { Graph } from '@graphkeep/models';
import type { Platform } from '@graphkeep/platform';
import type { AnyRouter } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { Answer } from './in-process-fetch.ts';
import type { TestCallers } from './test-callers.ts';

/** Answers as the server does. */
export const answerCalls = <G extends Graph>(
  platform: Platform<G>,
  router: AnyRouter,
  { principalOf }: TestCallers,
): Answer => {
  const contextOf = async ({ headers, signal }: Request) => {
    const timeoutMs = Number(headers.get('x-deadline-ms') ?? limits.deadlineMs);
    const requestId = headers.get('x-request-id');
    return createApiContext(platform, await principalOf(headers.get('authorization')), {
      signal,
      timeoutMs: Math.min(timeoutMs, limits.maxDeadlineMs),
      version: 'test',
      idempotencyKey: headers.get('idempotency-key') ?? undefined,
      ...(requestId !== null && { requestId }),
    });
  };
  return (request) =>
    fetchRequestHandler({
      req: request,
      router,
      endpoint: '/trpc',
      allowMethodOverride: true,
      maxBatchSize: limits.maxBatchItems,
      createContext: () => contextOf(request),
      responseMeta({ ctx, errors }) {
        const { headers } = responseMeta({ ctx, errors });
        if (ctx) headers.set('x-request-id', ctx.request.requestId);
        return { headers };
      },
    });
};
