// Compiled and run where the packed SDK is installed, as a stranger's program.
import { createGraphkeep, GraphkeepApiError } from '@graphkeep/sdk';

declare const process: { readonly argv: readonly string[] };
const [, , url = '', apiKey = ''] = process.argv;
const gk = createGraphkeep({ url, apiKey });

const { playerId } = await gk.story.players.create({
  username: `packed-${crypto.randomUUID()}`.slice(0, 40),
});
for (const name of ['Ada', 'Grace']) await gk.story.characters.create({ playerId, name });

const player = await gk.story.players.get({
  playerId,
  include: { characters: { include: { player: true } } },
});
const names: readonly string[] = player.characters.map(({ name }) => name);
const backAgain: string | undefined = player.characters[0]?.player?.playerId;
const since: Date | undefined = player.characters[0]?.$link.since;

const walked: string[] = [];
for await (const { name } of gk.story.characters.list({
  where: { playerId },
  orderBy: { name: 'asc' },
  limit: 1,
}))
  walked.push(name);

// @ts-expect-error what was not included is not there
player.characters[0]?.player?.characters;
// @ts-expect-error a list cannot be filtered by
const wrongFilter = () => gk.story.characters.list({ where: { inventory: [] } });
// @ts-expect-error there is no such relationship
const wrongInclude = () => gk.story.players.get({ playerId, include: { friends: true } });
// @ts-expect-error a username is needed
const failed: unknown = await gk.story.players.create({}).catch((error: unknown) => error);

console.log(
  JSON.stringify({
    names: [...names].sort(),
    walked,
    backAgain: backAgain === playerId,
    since: since instanceof Date,
    failed: failed instanceof GraphkeepApiError && failed.field,
    unused: [wrongFilter, wrongInclude].length,
  }),
);
