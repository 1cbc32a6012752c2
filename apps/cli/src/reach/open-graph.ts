import { type Config, secretOf } from '@graphkeep/core';
import { type GraphStore, openGraph } from '@graphkeep/graph';
import type { Graph } from '@graphkeep/models';
import { openSql, type SqlStore } from '@graphkeep/sql';

/** The graph alone, as it is: nothing is made in it. */
export const openGraphAsItIs = <G extends Graph>(config: Config, graph: G): Promise<GraphStore<G>> =>
  openGraph({
    graph,
    url: config.graph.url,
    neo4j: config.graph,
    guard: { timeoutMs: config.graph.queryMs, retry: config.retry, breaker: config.breaker },
    schema: { apply: false },
  });

/** The SQL store that a server with this configuration has. Nothing is opened before its first use. */
export const openSqlAsItIs = (config: Config): SqlStore<unknown> => {
  const { url, waitMs, commandMs, ...pool } = config.sql ?? {};
  const embedded = config.graph.url === 'memory:' ? 'memory:' : `file:${config.dataDir}/sql`;
  return openSql({
    url: url ?? secretOf(embedded),
    pool,
    ...(waitMs !== undefined && { waitMs }),
    ...(commandMs !== undefined && { commandMs }),
  });
};
