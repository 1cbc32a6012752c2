import { type ApiContext, type RateLimits, type Rest, responseMeta } from '@graphkeep/api';
import type { Config, Logger, Metrics } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import type { Platform } from '@graphkeep/platform';
import type { AnyRouter } from '@trpc/server';
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type CallerOptions, knowCallers } from './request-caller.ts';
import { restRoutes } from './rest-routes.ts';

export interface ApiOptions extends CallerOptions {
  readonly config: Config;
  readonly rates: RateLimits | undefined;
  readonly rest: Rest;
  readonly router: AnyRouter;
  readonly platform: Platform<Graph>;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly version: string;
}

/** All that needs to know who calls. */
export const apiRoutes = async (app: FastifyInstance, options: ApiOptions): Promise<void> => {
  const { config, platform, rates, rest, router, log, metrics, version } = options;
  knowCallers(app, options);
  const contextOf = (request: FastifyRequest): ApiContext => ({
    platform,
    principal: request.caller.principal,
    refusal: request.caller.refusal,
    request: request.context,
    idempotencyKey: request.headers['idempotency-key']?.toString(),
    bookmarks: request.headers['x-graphkeep-bookmarks']?.toString(),
    address: request.ip,
    ends: request.ends,
    ...{ rates, log, metrics, version },
  });
  await app.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      router,
      allowMethodOverride: true,
      maxBatchSize: config.http.maxBatchItems,
      maxBodySize: config.http.bodyLimitBytes,
      responseMeta,
      createContext: ({ req }: { req: FastifyRequest }): ApiContext => contextOf(req),
    },
  } satisfies FastifyTRPCPluginOptions<AnyRouter>);
  await app.register(restRoutes, { rest, contextOf });
};
