import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import { appRouter, createRest, errorEnvelope } from '@graphkeep/api';
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
import type { AnyRouter } from '@trpc/server';
import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify';
import { apiRoutes } from './api-routes.ts';
import type { Authenticate } from './auth/authenticate.ts';
import { limitConnections, placesFor } from './connections.ts';
import { ofFastify } from './http-errors.ts';
import type { Lifecycle } from './lifecycle.ts';
import { ratesOf } from './rates.ts';
import { contextOf } from './request-context.ts';
import { openApiRoute } from './rest-routes.ts';
import { silentConnections } from './silent-connections.ts';
import { statusRoutes } from './status-routes.ts';
import { readTls, reloadTls } from './tls-files.ts';
import { trustedProxies } from './trusted-proxies.ts';

export interface HttpOptions<G extends Graph> {
  readonly config: Config;
  readonly platform: Platform<G>;
  /** @default the product's */
  readonly router?: AnyRouter | undefined;
  readonly authenticate: Authenticate;
  readonly lifecycle: Lifecycle;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly readMetrics: () => Promise<string>;
  readonly version: string;
}

/** The HTTP face: routes, limits and headers. It listens when it is told to. */
export const createHttp = async <G extends Graph>(options: HttpOptions<G>): Promise<FastifyInstance> => {
  const {
    config,
    platform,
    router = appRouter,
    authenticate,
    lifecycle,
    log,
    metrics,
    readMetrics,
    version,
  } = options;
  const { http } = config;
  const isProxy = trustedProxies(http.trustProxy);
  const connections = placesFor(http.connectionsPerHost);
  // Node looks for slow requests this often: half of a time-out late at most.
  const timing = {
    connectionsCheckingInterval: Math.max(50, Math.min(http.headersTimeoutMs, http.requestTimeoutMs) / 2),
  };
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: http.bodyLimitBytes,
    keepAliveTimeout: http.keepAliveMs,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    requestTimeout: http.requestTimeoutMs,
    trustProxy: isProxy,
    // An address that cannot be read has no route and meets no hook.
    frameworkErrors: (error, _, reply: FastifyReply) => {
      const meant = new GraphkeepError('invalid_input', 'The address cannot be read.', { cause: error });
      const requestId = newRequestId();
      reply.status(meant.status).header('x-request-id', requestId).send(errorEnvelope(meant, requestId));
    },
    routerOptions: { maxParamLength: limits.maxUrlLength },
    ...(http.tls ? { https: { ...readTls(http.tls), ...timing } } : { http: timing }),
  }) as unknown as FastifyInstance;

  app.addHook('onRequest', (request, reply, done) => {
    request.context = contextOf(request, reply, http.deadlineMs);
    reply.raw.once('close', metrics.requestBegan());
    reply.header('x-request-id', request.context.requestId);
    runInContext(request.context, () => done(refusalOf(request, reply)));
  });
  // A connection that were kept alive after its last answer would hold up the stop until its time-out.
  app.addHook('onSend', async (_, reply) => {
    if (lifecycle.draining) reply.header('connection', 'close');
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
    if (meant.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(meant.retryAfterMs / 1_000));
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

  /** Behind a proxy, requests under way stand for connections. */
  const refusalOf = (request: FastifyRequest, reply: FastifyReply): GraphkeepError | undefined => {
    if (request.url.length > limits.maxUrlLength) return urlTooLong();
    if (!isProxy(request.socket.remoteAddress ?? '')) return undefined;
    const giveBack = connections.take(request.ip);
    if (giveBack) reply.raw.once('close', giveBack);
    return giveBack ? undefined : tooManyRequests();
  };

  app.server.headersTimeout = Math.min(http.headersTimeoutMs, http.requestTimeoutMs);
  limitConnections(app.server, {
    places: connections,
    ...{ isProxy, isTls: http.tls !== undefined },
    refused: metrics.connectionRefused,
  });
  const closeSilent = silentConnections(app.server, http.tls !== undefined);
  app.addHook('preClose', async () => closeSilent());
  if (http.tls) {
    const stop = reloadTls(app.server, http.tls, log);
    app.addHook('onClose', async () => stop());
  }

  await app.register(helmet);
  if (http.corsOrigins.length > 0)
    await app.register(cors, {
      origin: [...http.corsOrigins],
      exposedHeaders: [
        ...['x-request-id', 'retry-after', 'server-timing', 'age', 'x-graphkeep-bookmarks'],
        ...['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
      ],
    });
  await app.register(statusRoutes, {
    platform,
    lifecycle,
    authenticate,
    ...(config.metrics && { metrics: { read: readMetrics, open: isLoopback(http.host) } }),
  });
  const rest = createRest(router);
  await app.register(openApiRoute, { rest, version });
  await app.register(apiRoutes, {
    ...{ config, authenticate, lifecycle, rest, router, log, metrics, version },
    platform: platform as unknown as Platform<Graph>,
    users: placesFor(http.connectionsPerUser),
    rates: ratesOf(config, platform.asSystem('to count calls').helpers),
  });
  return app;
};

const urlTooLong = (): GraphkeepError =>
  new GraphkeepError(
    'too_large',
    `The address is longer than ${limits.maxUrlLength} characters. Call by POST.`,
  );

const tooManyRequests = (): GraphkeepError =>
  new GraphkeepError(
    'rate_limited',
    'Too many requests of this address are under way: wait for some of them.',
    {
      retryAfterMs: 1_000,
    },
  );
