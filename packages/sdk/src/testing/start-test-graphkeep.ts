import { appRouter, createGraphkeepRouter, domains, type ProductGraph } from '@graphkeep/api';
import type { Graph } from '@graphkeep/models';
import { openTestPlatform, type TestPlatformOptions } from '@graphkeep/platform/testing';
import { type ClientOf, createGraphkeep, type Graphkeep, type OfApi } from '@graphkeep/sdk';
import type { AnyRouter } from '@trpc/server';
import { answerCalls } from './answer-calls.ts';
import { inProcessFetch } from './in-process-fetch.ts';
import { testCallers } from './test-callers.ts';
import type { OwnDomain, TestCaller, TestGraphkeep, TestGraphkeepOptions } from './types.ts';

/** No network knows this name. */
const url = 'http://graphkeep.test';

/**
 * A server in this process over stores in memory: all that a call passes on its way but the network. Of the product's
 * domains, or of one of your own.
 *
 * @example
 * await using server = await startTestGraphkeep();
 * const { playerId } = await server.gk.story.players.create({ username: 'ada' });
 * const ada = server.clientFor({ owner: playerId, scopes: ['story:read'] });
 */
export function startTestGraphkeep<G extends Graph, A extends object>(
  options: OwnDomain<G, A>,
): Promise<TestGraphkeep<G, ClientOf<A> & OfApi<A>>>;
export function startTestGraphkeep(
  options?: TestGraphkeepOptions,
): Promise<TestGraphkeep<ProductGraph, Graphkeep>>;
export async function startTestGraphkeep(
  options: TestGraphkeepOptions | OwnDomain<Graph, object> = {},
): Promise<unknown> {
  const { environment = {} } = options;
  return 'domain' in options
    ? start({ ...options.domain, environment }, createGraphkeepRouter({ ...options.procedures }))
    : start({ ...domains, environment }, appRouter);
}

const start = async <G extends Graph>(
  options: TestPlatformOptions<G>,
  router: AnyRouter,
): Promise<TestGraphkeep<G, Graphkeep>> => {
  const platform = await openTestPlatform(options);
  const callers = testCallers(platform);
  const fetch = inProcessFetch(answerCalls(platform, router, callers));
  const apiKey = callers.keyFor({});
  const close = () => platform.close();
  return {
    ...{ url, apiKey, fetch, platform, close },
    gk: createGraphkeep({ url, apiKey, fetch }),
    clientFor: (caller: TestCaller, own = {}) =>
      createGraphkeep({ ...own, url, fetch, apiKey: callers.keyFor(caller) }),
    [Symbol.asyncDispose]: close,
  };
};
