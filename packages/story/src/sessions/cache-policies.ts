import type { Config } from '@graphkeep/core';
import { storyCachePolicies } from '@graphkeep/models/story';
import type { CachePolicies } from '@graphkeep/platform';

const { sessionByActivity } = storyCachePolicies;
type Active = Parameters<typeof sessionByActivity.policy.lastActive>[0];

/** The policy is that of the node and of its whole state, which holds the node. */
const byActivity = {
  ...sessionByActivity,
  policy: {
    ...sessionByActivity.policy,
    lastActive: (value: Active | { readonly session: Active }): Date =>
      sessionByActivity.policy.lastActive('session' in value ? value.session : value),
  },
};

/** How long a story's data is kept in the cache, with the policy of sessions that the configuration names. */
export const cachePoliciesFor = ({ story: { sessionPolicy } }: Pick<Config, 'story'>): CachePolicies =>
  sessionPolicy === 'activity' ? { ...storyCachePolicies, session: byActivity } : storyCachePolicies;
