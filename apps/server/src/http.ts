import { readFileSync } from 'node:fs';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import { type ApiContext, appRouter, errorEnvelope } from '@graphkeep/api';
import { limits } from '@graphkeep/contract';
import {
  type Config,
  GraphkeepError,
  isLoopback,
  type Logger,
  type Metrics,
  newRequestId,
  runInContext,
} from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import type { Platform } from '@graphkeep/platform';
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify';
import type { Authenticate } from './authenticate.ts';
import { ofFastify } from './http-errors.ts';
import { contextOf } from './request-context.ts';
import { statusRoutes } from './status-routes.ts';

export interface HttpOptions<G extends Graph> {
  readonly config: Config;
  readonly platform: Platform<G>;
  readonly authenticate: Authenticate;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly version: string;
}

/** The HTTP face: routes, limits and headers. It listens when it is told to. */
export const createHttp = async <G extends Graph>(options: HttpOptions<G>): Promise<FastifyInstance> => {
  const { config, platform, authenticate, log, metrics, version } = options;
  const { http } = config;
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: http.bodyLimitBytes,
    keepAliveTimeout: http.keepAliveMs,
    forceCloseConnections: 'idle',
    // An address that cannot be read has no route and meets no hook.
    frameworkErrors: (error, _, reply: FastifyReply) => {
      const meant = new GraphkeepError('invalid_input', 'The address cannot be read.', { cause: error });
      const requestId = newRequestId();
      reply.status(meant.status).header('x-request-id', requestId).send(errorEnvelope(meant, requestId));
    },
    routerOptions: { maxParamLength: limits.maxUrlLength },
    ...(http.tls && {
      https: { cert: readFileSync(http.tls.certFile), key: readFileSync(http.tls.keyFile) },
    }),
  }) as unknown as FastifyInstance;

  app.addHook('onRequest', (request, reply, done) => {
    request.context = contextOf(request, reply, http.deadlineMs);
    reply.raw.once('close', metrics.requestBegan());
    reply.header('x-request-id', request.context.requestId);
    runInContext(request.context, () =>
      done(request.url.length > limits.maxUrlLength ? urlTooLong() : undefined),
    );
  });
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  // A connection that were kept alive after its last answer would hold up the stop until its time-out.
  app.addHook('onSend', async (_, reply) => {
    if (closing) reply.header('connection', 'close');
  });
  app.addHook('onResponse', (request, reply, done) => {
    request.context.deadline[Symbol.dispose]();
    log.debug(
      {
        method: request.method,
        path: request.url.split('?')[0],
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        requestId: request.context.requestId,
      },
      'request',
    );
    done();
  });
  app.setErrorHandler((error, request, reply) => {
    const meant = ofFastify(error);
    if (meant.status >= 500)
      log.error({ err: error, requestId: request.context.requestId }, 'request failed');
    return reply.status(meant.status).send(errorEnvelope(meant, request.context.requestId));
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .status(404)
      .send(
        errorEnvelope(
          new GraphkeepError(
            'unknown_path',
            `There is nothing at ${request.method} ${request.url.split('?')[0]}.`,
          ),
          request.context.requestId,
        ),
      ),
  );

  app.server.headersTimeout = http.headersTimeoutMs;

  await app.register(helmet);
  if (http.corsOrigins.length > 0)
    await app.register(cors, {
      origin: [...http.corsOrigins],
      exposedHeaders: ['x-request-id', 'retry-after'],
    });
  await app.register(statusRoutes, {
    platform,
    authenticate,
    ...(config.metrics && { metrics: { registry: metrics.registry, open: isLoopback(http.host) } }),
  });
  await app.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      allowMethodOverride: true,
      maxBatchSize: http.maxBatchItems,
      maxBodySize: http.bodyLimitBytes,
      createContext: ({ req }: { req: FastifyRequest }): ApiContext => ({
        platform: platform as unknown as Platform<Graph>,
        principal: authenticate(req.headers.authorization),
        request: req.context,
        log,
        metrics,
        version,
      }),
    },
  } satisfies FastifyTRPCPluginOptions<typeof appRouter>);
  return app;
};

const urlTooLong = (): GraphkeepError =>
  new GraphkeepError(
    'too_large',
    `The address is longer than ${limits.maxUrlLength} characters. Call by POST.`,
  );
