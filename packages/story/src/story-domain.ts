import type { Config } from '@graphkeep/core';
import {
  CharacterState,
  Dashboard,
  NarrativeContext,
  Preferences,
  SessionState,
  storyCachePolicies,
  storyGraph,
  TherapeuticProgress,
} from '@graphkeep/models/story';
import { checkJob } from './consistency/check-job.ts';
import { archiveJob } from './conversation/archive-job.ts';
import { alertsConsumer } from './emotions/alerts-consumer.ts';
import { consequencesJob } from './play/consequences-job.ts';
import { eraseJob } from './privacy/erasure/erase-job.ts';
import { replayErasuresJob } from './privacy/erasure/replay-erasures.ts';
import { retentionJob } from './privacy/retention/retention-job.ts';
import { cachePoliciesFor } from './sessions/cache-policies.ts';

/** What a platform needs to know of the story, to be opened for it. */
export const storyDomain = {
  graph: storyGraph,
  models: [SessionState, CharacterState, TherapeuticProgress, NarrativeContext, Preferences, Dashboard],
  jobs: [archiveJob, consequencesJob, checkJob, eraseJob, replayErasuresJob, retentionJob],
  consumers: [alertsConsumer],
  cachePolicies: storyCachePolicies,
} as const;

/** The same with what the configuration chooses: how long the state of a session is kept. */
export const storyDomainFor = (config: Config) => ({
  ...storyDomain,
  cachePolicies: cachePoliciesFor(config),
});
