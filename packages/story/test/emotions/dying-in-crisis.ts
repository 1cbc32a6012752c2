// A process of its own for the tests: records a crisis, and dies before anything can follow from it.
import { writeSync } from 'node:fs';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { recordEmotion, storyDomain } from '../../src/index.ts';
import { makePlayer } from '../play/make-player.ts';

const platform = await openTestPlatform({
  ...storyDomain,
  environment: { NEO4J_URI: process.argv[2] ?? 'memory:', GRAPHKEEP_LEADER_LEASE_MS: '1000' },
});
const all = platform.as({ id: 'test', scopes: ['*'] });
const { sessionId } = await makePlayer(all);
const { alertEventId } = await recordEmotion(all, { sessionId, state: 'crisis', intensity: 1 });
writeSync(1, `recorded ${alertEventId}\n`);
process.kill(process.pid, 'SIGKILL');
