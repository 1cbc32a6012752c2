/** Bounds that client and server both know. What a deployment may change stands in the configuration instead. */
export const limits = {
  /** Items of a page when none is asked for. */
  pageSize: 50,
  /** Items of a page at most. */
  maxPageSize: 200,
  /** Related nodes for each node of an include when none is asked for. */
  includeSize: 50,
  maxIncludeSize: 200,
  /** Levels of includes in one read. */
  maxIncludeDepth: 5,
  /** Relationships included in one read, over all levels. */
  maxIncludes: 50,
  /** Levels of AND, OR, NOT and related nodes in one filter. */
  maxWhereDepth: 6,
  /** Conditions of one filter, over all levels. */
  maxWhereConditions: 200,
  /** Levels of nodes that one create may make beside its own. */
  maxNestedDepth: 5,
  /** Nodes that one create may make and join. */
  maxNestedWrites: 1_000,
  /** Values of one `in` filter. */
  maxListFilter: 1_000,
  /** Nodes that one createMany makes, and keys of one getMany. */
  maxItems: 1_000,
  /** Characters of a text that is searched for. */
  maxSearchText: 1_000,
  /** Characters of an idempotency key. */
  maxIdempotencyKey: 200,
  /** Live connections of one key to one process. */
  maxSubscriptions: 20,
  /** Queries in one HTTP batch. */
  maxBatchItems: 50,
  /** Characters of a request's address; above it the SDK sends a POST. */
  maxUrlLength: 8_000,
  maxBodyBytes: 1_048_576,
  /** The deadline of a request, when the caller gives none, and the longest that it may ask for. */
  deadlineMs: 10_000,
  maxDeadlineMs: 60_000,
  requestIdLength: 128,
} as const;
