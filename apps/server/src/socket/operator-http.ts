import type { Config } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import type { FastifyInstance } from 'fastify';
import { createHttp, type HttpOptions } from '../http.ts';
import { operator } from './operator.ts';

export type OperatorOptions<G extends Graph> = Omit<HttpOptions<G>, 'authenticate'>;

/** The same routes for whoever runs this server: with no key, and none of the limits that strangers need. */
export const operatorHttp = <G extends Graph>(options: OperatorOptions<G>): Promise<FastifyInstance> =>
  createHttp({
    ...options,
    config: withoutLimits(options.config),
    authenticate: async () => ({ principal: operator }),
  });

const withoutLimits = (config: Config): Config => {
  const { tls: _, ...http } = config.http;
  return {
    ...config,
    http: { ...http, trustProxy: [], corsOrigins: [] },
    rates: { ...config.rates, perKey: 0, perAddress: 0 },
  };
};
