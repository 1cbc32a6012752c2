interface Policy {
  readonly ttl: string;
  readonly compress: string;
  readonly lease: boolean;
}

/** Of all processes one loads what has ended, and the others wait for it. */
const common = { compress: '1kb', lease: true } as const;

/** How long each kind of an estate's data is kept in a cache. */
export const infraCachePolicies = {
  topology: { ttl: '5m', ...common },
  reports: { ttl: '15m', ...common },
  live: { ttl: '15s', ...common },
} as const satisfies Readonly<Record<string, Policy>>;

export type InfraCachePolicy = keyof typeof infraCachePolicies;
