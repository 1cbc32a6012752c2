import { Bulkhead, type Config, currentContext, Deadline } from '@graphkeep/core';
import type { GraphStore, Repositories } from '@graphkeep/graph';
import type { Graph } from '@graphkeep/models';

/** Of the connections, so many are left to what transactions wait for; one of a pool of two or three. */
const LEFT = 2;
const MOST_WAITING = 10_000;

/**
 * A transaction holds a connection until its audit is written, which takes another one: were all of them held, each would wait
 * for the others. So some are left, and who comes later waits here for a place.
 */
export const openPlaces = <G extends Graph>({ graph }: Config, store: GraphStore<G>) => {
  const isEmbedded = /^(memory|file):/.test(graph.url);
  const limit = isEmbedded
    ? Number.POSITIVE_INFINITY
    : Math.max(1, graph.poolSize - (graph.poolSize > 3 ? LEFT : 1));
  const places = new Bulkhead('graph', { limit, queue: MOST_WAITING });
  return (transaction: Repositories<G>['transaction']): Repositories<G>['transaction'] =>
    async (work, options) => {
      if (store.inTransaction) return transaction(work, options);
      const ms = options?.timeoutMs ?? graph.queryMs;
      using deadline = currentContext()?.deadline.within(ms) ?? Deadline.after(ms);
      return await places.run(() => transaction(work, options), deadline);
    };
};
