/** What one read may ask for. Each is far above ordinary use: it stops a runaway, not a user. */
export const bounds = {
  /** AND, OR and NOT within each other. */
  logicDepth: 16,
  /** Filters on related nodes within each other. */
  relatedDepth: 5,
  /** Nodes of one chunk of a stream. */
  streamChunk: 1_000,
  /** Hops of a path or a subgraph. */
  pathDepth: 15,
  /** Nodes that a search for paths or a subgraph may visit. */
  visitedNodes: 10_000,
  /** Relationships that one step of such a search may find. */
  visitedLinks: 100_000,
  /** Nodes of one subgraph. */
  subgraphNodes: 1_000,
  /** Paths of one answer. */
  paths: 1_000,
  /** Groups of one answer. */
  groups: 1_000,
  /** Results of a full-text or vector search. */
  hits: 200,
} as const;
