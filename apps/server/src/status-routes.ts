import type { Metrics } from '@graphkeep/core';
import { GraphkeepError } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import type { Platform } from '@graphkeep/platform';
import type { FastifyInstance } from 'fastify';
import type { Authenticate } from './authenticate.ts';

export interface StatusOptions {
  readonly platform: Pick<Platform<Graph>, 'health'>;
  readonly authenticate: Authenticate;
  /** Left out, there are none to ask for; `open` where they need no key, since nobody but this machine can ask. */
  readonly metrics?: { readonly registry: Metrics['registry']; readonly open: boolean };
}

/** What balancers, orchestrators and Prometheus ask for. */
export const statusRoutes = async (
  app: FastifyInstance,
  { platform, metrics, authenticate }: StatusOptions,
): Promise<void> => {
  app.get('/livez', () => ({ status: 'ok' }));

  app.get('/readyz', (_, reply) => {
    const { state, stores } = platform.health();
    const known = stores.map(({ store, state: of, since }) => ({ store, state: of, since }));
    return reply.status(state === 'down' ? 503 : 200).send({ status: state, stores: known });
  });

  if (!metrics) return;
  app.get('/metrics', async (request, reply) => {
    if (!metrics.open && !authenticate(request.headers.authorization))
      throw new GraphkeepError('unauthenticated', 'Metrics need the key of this server.');
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
};
