export interface Policy<V> {
  readonly ttl: string;
  readonly policy?:
    | 'sliding'
    | {
        readonly lastActive: (value: V) => Date;
        readonly steps: readonly { readonly within: string; readonly ttl: string }[];
        readonly otherwise: string;
      };
  readonly compress: string;
}
export interface Active {
  readonly lastInteraction?: Date | undefined;
  readonly updatedAt: Date;
}

const compress = '1kb';

/** How long each kind of a story's data is kept in a cache. A session's own policy is `session`, or `sessionByActivity` instead. */
export const storyCachePolicies = {
  session: { ttl: '24h', policy: 'sliding', compress },
  sessionByActivity: {
    ttl: '1h',
    policy: {
      lastActive: ({ lastInteraction, updatedAt }) => lastInteraction ?? updatedAt,
      steps: [
        { within: '5m', ttl: '1h' },
        { within: '30m', ttl: '30m' },
      ],
      otherwise: '10m',
    },
    compress,
  },
  character: { ttl: '2h', compress },
  narrativeContext: { ttl: '30m', compress },
  emotionalState: { ttl: '1h', compress },
  therapeuticProgress: { ttl: '7d', compress },
  preferences: { ttl: '30d', compress },
  conversation: { ttl: '24h', compress },
  worldState: { ttl: '1h', compress },
  dashboard: { ttl: '5m', compress },
  /** What has no policy of its own. */
  standard: { ttl: '1h', compress },
} as const satisfies Readonly<Record<string, Policy<Active>>>;

export type StoryCachePolicy = keyof typeof storyCachePolicies;
