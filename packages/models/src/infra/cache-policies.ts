interface Policy {
  readonly ttl: string;
  readonly compress: string;
}

const compress = '1kb';

/** How long each kind of an estate's data is kept in a cache. */
export const infraCachePolicies = {
  topology: { ttl: '5m', compress },
  reports: { ttl: '15m', compress },
  live: { ttl: '15s', compress },
} as const satisfies Readonly<Record<string, Policy>>;

export type InfraCachePolicy = keyof typeof infraCachePolicies;
