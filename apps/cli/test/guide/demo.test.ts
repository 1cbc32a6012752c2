import { openTestPlatform } from '@graphkeep/platform/testing';
import { storyDomain } from '@graphkeep/story';
import { expect, it } from 'vitest';

it('fills the stores of a test', { timeout: 60_000 }, async () => {
  //#region seed
  const { seedStory } = await import('@graphkeep/story/demo');
  await using platform = await openTestPlatform(storyDomain);
  const report = await seedStory(platform.asSystem('demo data'), { players: 1, seed: 7 });
  // { made: 1, there: 0, erased: 0, nodes: { Player: 1, Character: 2, … }, links: … }
  //#endregion
  expect(report).toMatchObject({ made: 1, nodes: { Player: 1, Character: expect.any(Number) } });
});
