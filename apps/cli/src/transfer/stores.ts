import { existsSync } from 'node:fs';
import { type Config, StartError } from '@graphkeep/core';
import { keysFrom, openGraph, withKeptAnswers } from '@graphkeep/graph';
import { infraGraph } from '@graphkeep/models/infra';
import { storyGraph } from '@graphkeep/models/story';
import { storedGraph } from '@graphkeep/platform';
import { domainsFor } from '@graphkeep/server';

/** Whose nodes: of one domain, or all that is kept in the store. */
type Domain = 'all' | 'story' | 'infra';

/** What an export has: `all` is also the keys of the API, the audit, the receipts of erasures and kept answers. */
export const graphOf = (config: Config, domain: Domain) => {
  if (domain === 'story') return storyGraph;
  if (domain === 'infra') return infraGraph;
  return withKeptAnswers(storedGraph(domainsFor(config).graph));
};

export const encryptionOf = ({ secrets: { root, previous } }: Config) =>
  root ? keysFrom(root, previous ? [previous] : []) : undefined;

interface OpenOptions {
  /** @default that of the configuration */
  readonly url?: string | undefined;
  /** `read`: nothing is made in it. `fill`: constraints and indexes are made, and one that was left unfinished is opened too. */
  readonly for: 'read' | 'fill';
}

/** The graph of the installation alone, without the jobs, the cache and whatever else a server has. */
export const openStore = async (config: Config, { url = config.graph.url, for: purpose }: OpenOptions) => {
  const [, folder] = /^file:(.*)$/.exec(url) ?? [];
  if (purpose === 'read' && folder !== undefined && !existsSync(folder))
    throw new StartError(`There is no graph in ${folder}.`);
  const encryption = encryptionOf(config);
  const store = await openGraph({
    graph: storedGraph(domainsFor(config).graph),
    url,
    neo4j: config.graph,
    guard: { timeoutMs: config.graph.queryMs, retry: config.retry, breaker: config.breaker },
    schema: { apply: purpose === 'fill' },
    filling: purpose === 'fill',
    ...(encryption && { encryption }),
  });
  return { store, [Symbol.asyncDispose]: () => store.close() };
};

/** An address as it may be shown. */
export const shownUrl = (url: string): string => url.replace(/\/\/[^@/]*@/, '//');
