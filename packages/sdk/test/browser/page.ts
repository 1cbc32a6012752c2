// What a page does, in the browser: the test calls these functions.
import { createGraphkeep, GraphkeepApiError } from '@graphkeep/sdk';

const given = new URLSearchParams(location.hash.slice(1));
const gk = createGraphkeep({ url: given.get('url') ?? '', apiKey: given.get('apiKey') ?? '' });
const seen: string[] = [];
let ready = 0;
const gone = new AbortController();

const codeOf = (error: unknown) => (error instanceof GraphkeepApiError ? error.code : String(error));

const app = {
  async makeAndRead() {
    const { playerId } = await gk.story.players.create({ username: `page-${Date.now()}` });
    await gk.story.characters.create({ playerId, name: 'Ada' });
    const { characters } = await gk.story.players.get({ playerId, include: { characters: true } });
    const names: readonly string[] = characters.map(({ name }) => name);
    return { names, since: characters[0]?.$link.since instanceof Date };
  },
  follow() {
    const options = { signal: gone.signal, onReady: () => (ready += 1) };
    const listen = async () => {
      for await (const change of gk.story.players.changes({}, options))
        if (change.kind === 'created') seen.push(change.key);
      seen.push('ended');
    };
    listen().catch((error: unknown) => seen.push(codeOf(error)));
  },
  followed: () => ({ seen, ready }),
  unfollow: () => gone.abort(),
  async cancel() {
    const cancelling = new AbortController();
    const call = gk.system.version(undefined, { signal: cancelling.signal });
    cancelling.abort();
    return await call.catch(codeOf);
  },
  async fail() {
    const missing = { playerId: 'ply_01h2xcejqtf2nbrexx3vqjhp41' };
    return await gk.story.players.get(missing).catch((error: unknown) => ({
      code: codeOf(error),
      known: error instanceof GraphkeepApiError && error.requestId !== undefined,
    }));
  },
};
export type App = typeof app;
Object.assign(globalThis, { app });
