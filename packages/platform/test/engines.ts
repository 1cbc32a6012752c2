interface Address {
  readonly url: string;
}

/** The stores that a suite runs over: in this process, and where the machine has them Neo4j and Redis. */
export const enginesOf = (
  neo4j: (Address & { readonly password: string }) | undefined,
  redis: Address | undefined,
) => [
  { name: 'embedded', environment: { NEO4J_URI: 'memory:' } },
  ...(neo4j && redis
    ? [
        {
          name: 'neo4j and redis',
          environment: { NEO4J_URI: neo4j.url, NEO4J_PASSWORD: neo4j.password, REDIS_URL: redis.url },
        },
      ]
    : []),
];
