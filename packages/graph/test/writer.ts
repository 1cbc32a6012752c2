// A process of its own for the tests: writes players into a folder for ever, and says each one that was acknowledged.
import { Player, storyGraph } from '@graphkeep/models/story';
import { openGraph } from '../src/index.ts';

const store = await openGraph({
  graph: storyGraph,
  url: `file:${process.argv[2]}`,
  guard: { timeoutMs: 5_000 },
});
console.log('open');
for (let i = 0; ; i++) {
  const { playerId } = await store.repo(Player).create({ username: `player-${process.pid}-${i}` });
  process.stdout.write(`${playerId}\n`);
}
