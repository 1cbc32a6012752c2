import type { StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { afterAll, beforeAll, vi } from 'vitest';
import { storyDomain } from '../../src/index.ts';
import { makePlayer } from './make-player.ts';

export interface Engine {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The engines that a test file runs on; the server is asked for in the file itself. */
export const enginesWith = (
  neo4j: { readonly url: string; readonly password: string } | undefined,
): readonly Engine[] => [
  { name: 'embedded', environment: { NEO4J_URI: 'memory:' } },
  ...(neo4j
    ? [{ name: 'neo4j', environment: { NEO4J_URI: neo4j.url, NEO4J_PASSWORD: neo4j.password } }]
    : []),
];

const START = new Date('2026-03-04T10:00:00.000Z');
export const DAY_MS = 86_400_000;

/** A platform for the tests of a `describe`, with a clock that is set by hand, and which does nothing by itself. */
export const openStage = ({ environment }: Engine) => {
  // A server that is just started plans each statement anew, and a choice is made of many: on busy cores that takes long.
  vi.setConfig({ testTimeout: 60_000 });
  let platform: TestPlatform<StoryGraph>;
  let time = START.getTime();
  beforeAll(async () => {
    platform = await openTestPlatform({
      ...storyDomain,
      jobs: [],
      consumers: [],
      environment,
      now: () => new Date(time),
    });
  });
  afterAll(() => platform.close());

  const all = (): Scoped<StoryGraph> => platform.as({ id: 'test', scopes: ['*'] });
  return {
    all,
    platform: () => platform,
    owner: (playerId: string) => platform.as({ id: 'player', owner: playerId, scopes: ['story:*'] }),
    now: () => new Date(time),
    pass: (ms: number) => {
      time += ms;
    },
    player: () => makePlayer(all()),
  };
};
