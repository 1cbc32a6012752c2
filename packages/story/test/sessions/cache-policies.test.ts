import { loadConfig } from '@graphkeep/core';
import { expect, it } from 'vitest';
import { storyDomainFor } from '../../src/index.ts';

const policyOf = (environment: Readonly<Record<string, string>> = {}) =>
  storyDomainFor(loadConfig(environment)).cachePolicies['session'];

it('keeps the state of a session while it is used', () => {
  expect(policyOf()).toMatchObject({ ttl: '24h', policy: 'sliding' });
});

it('keeps it by when its player was last active, where that is configured', () => {
  const policy = policyOf({ GRAPHKEEP_STORY_SESSION_POLICY: 'activity' });
  expect(policy).toMatchObject({
    ttl: '1h',
    policy: {
      steps: [
        { within: '5m', ttl: '1h' },
        { within: '30m', ttl: '30m' },
      ],
      otherwise: '10m',
    },
  });
  const lastActive: unknown = typeof policy?.policy === 'object' ? policy.policy.lastActive : undefined;
  if (typeof lastActive !== 'function') throw new TypeError('no policy by activity');
  const [updatedAt, lastInteraction] = [new Date(1), new Date(2)];
  expect(lastActive({ updatedAt })).toEqual(updatedAt);
  expect(lastActive({ session: { updatedAt, lastInteraction } })).toEqual(lastInteraction);
});
