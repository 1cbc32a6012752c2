import { GraphkeepError } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import { hasScope, type Platform } from '@graphkeep/platform';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import type { Authenticate } from './auth/authenticate.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface StatusOptions {
  readonly platform: Pick<Platform<Graph>, 'health'>;
  readonly lifecycle: Pick<Lifecycle, 'draining'>;
  readonly authenticate: Authenticate;
  /** Left out, there are none to ask for; `open` where they need no key, since nobody but this machine can ask. */
  readonly metrics?: { readonly read: () => Promise<string>; readonly open: boolean };
}

/** What balancers, orchestrators and Prometheus ask for. */
export const statusRoutes = async (
  app: FastifyInstance,
  { platform, lifecycle, metrics, authenticate }: StatusOptions,
): Promise<void> => {
  app.get('/livez', () => ({ status: 'ok' }));

  app.get('/readyz', (_, reply) => {
    const { state, stores } = platform.health();
    const known = stores.map(({ store, state: of, since }) => ({ store, state: of, since }));
    const status = lifecycle.draining ? 'draining' : state;
    const takes = status === 'healthy' || status === 'degraded';
    return reply.status(takes ? 200 : 503).send({ status, stores: known });
  });

  if (!metrics) return;
  app.get('/metrics', async (request, reply) => {
    if (!metrics.open) await assertMayRead(authenticate, request.headers.authorization);
    return reply.type(Registry.PROMETHEUS_CONTENT_TYPE).send(await metrics.read());
  });
};

const assertMayRead = async (authenticate: Authenticate, authorization: string | undefined) => {
  const { principal, refusal } = await authenticate(authorization);
  if (!principal)
    throw refusal ?? new GraphkeepError('unauthenticated', 'Metrics need a key with the scope system:read.');
  if (!hasScope(principal, 'system:read'))
    throw new GraphkeepError('forbidden', 'Metrics need a key with the scope system:read.');
};
