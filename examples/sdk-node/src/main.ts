import { createGraphkeep, GraphkeepApiError } from '@graphkeep/sdk';

const { GRAPHKEEP_URL = 'http://127.0.0.1:4000', GRAPHKEEP_API_KEY = '' } = process.env;
const gk = createGraphkeep({ url: GRAPHKEEP_URL, apiKey: GRAPHKEEP_API_KEY });

// Make: what the schema does not know, or knows otherwise, is refused while you type.
const username = process.argv[2] ?? 'ada';
const { playerId } = await gk.story.players.create({ username }).catch(explain);
await gk.story.characters.create({
  playerId,
  name: 'Brave Ada',
  level: 3,
  background: { traits: ['brave'] },
});
await gk.story.characters.create({ playerId, name: 'Wise Ada', role: 'guide' });

// Read: the answer has the type of exactly what was asked for.
const player = await gk.story.players.get({ playerId, include: { characters: { limit: 5 } } });
for (const { name, level, $link } of player.characters) {
  console.log(
    `${player.username} plays ${name} (level ${level}) since ${$link.since.toISOString().slice(0, 10)}`,
  );
}

// Page: there and back, for a list with two buttons.
const query = { where: { playerId, level: { gte: 1 } }, orderBy: { level: 'desc' }, limit: 1 } as const;
const first = await gk.story.characters.list(query);
if (first.next) {
  const second = await gk.story.characters.list({ ...query, after: first.next });
  console.log(`${first.items[0]?.name}, then ${second.items[0]?.name}`);
}

// Walk: one page after another, each when it is needed.
for await (const character of gk.story.characters.list(query)) {
  console.log(`level ${character.level}: ${character.name}`);
}

// Listen: news as they come; a connection that breaks goes on where it was.
const enough = new AbortController();
const options = { signal: enough.signal, onReady: makeAnother };
for await (const change of gk.story.characters.changes({}, options)) {
  if (change.kind !== 'created') continue;
  const { name } = await gk.story.characters.get({ characterId: change.key, select: { name: true } });
  console.log(`news: ${name} is there`);
  if (name === 'Late Ada') enough.abort();
}

// Fail: with a code to act on, and an id that finds the call in the server's log.
await gk.story.players.create({ username }).catch((error: unknown) => {
  if (!(error instanceof GraphkeepApiError) || error.code !== 'already_exists') throw error;
  console.log(`${error.message} (request ${error.requestId})`);
});

function makeAnother(): void {
  gk.story.characters.create({ playerId, name: 'Late Ada' }).catch(explain);
}

function explain(error: unknown): never {
  if (!(error instanceof GraphkeepApiError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exit(1);
}
