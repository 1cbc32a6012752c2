// A process of its own for the tests: makes choice after choice in one session, and says each that was acknowledged.
import { openTestPlatform } from '@graphkeep/platform/testing';
import { appendScene, choose, storyDomain } from '../../src/index.ts';
import { makePlayer } from './make-player.ts';

const [url = 'memory:', password = ''] = process.argv.slice(2);
const platform = await openTestPlatform({
  ...storyDomain,
  jobs: [],
  environment: { NEO4J_URI: url, ...(password && { NEO4J_PASSWORD: password }) },
});
const all = platform.as({ id: 'test', scopes: ['*'] });
const { sessionId, skill, other } = await makePlayer(all);
process.stdout.write(`open ${sessionId}\n`);
for (;;) {
  const { choices } = await appendScene(all, {
    sessionId,
    title: 'On',
    sceneType: 'exploration',
    choices: [
      {
        text: 'Go on',
        choiceType: 'narrative',
        consequences: [
          {
            relationshipChanges: { [other.characterId]: 0.001 },
            immediate: {
              experience: 10,
              skills: [{ skillId: skill.skillId, success: true }],
              world: { minutes: 1 },
            },
          },
        ],
      },
    ],
  });
  const choiceId = choices[0]?.choiceId ?? '';
  process.stdout.write(`choosing ${choiceId}\n`);
  await choose(all, { sessionId, choiceId }, { idempotencyKey: choiceId });
  process.stdout.write(`chosen ${choiceId}\n`);
}
