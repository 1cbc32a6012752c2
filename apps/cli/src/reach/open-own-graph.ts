import type { Config } from '@graphkeep/core';
import { storedGraph } from '@graphkeep/platform';
import { domainsFor } from '@graphkeep/server';
import { openGraphAsItIs } from './open-graph.ts';

/** The graph that a server with this configuration has, as it is. */
export const openOwnGraph = async (config: Config) => {
  const store = await openGraphAsItIs(config, storedGraph(domainsFor(config).graph));
  return { store, [Symbol.asyncDispose]: () => store.close() };
};
