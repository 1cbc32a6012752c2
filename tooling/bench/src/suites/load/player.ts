import { newId } from '@graphkeep/contract';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import type { StoryServer } from '../story/server.ts';

/** Somebody who plays, with a key of their own, and what they were told was kept. */
export interface Player {
  readonly gk: Graphkeep;
  readonly playerId: string;
  readonly sessionId: string;
  /** The texts of messages that the server said it has. */
  readonly kept: Set<string>;
  /** Those of which no answer came: they may be there or not, but once at most. */
  readonly unsure: Set<string>;
}

const TOGETHER = 16;

export const makePlayers = async (server: StoryServer, count: number): Promise<readonly Player[]> => {
  const { worldId } = await server.admin.story.worlds.create({ name: 'The coast' });
  const players: Player[] = [];
  const makeSome = async (): Promise<void> => {
    while (players.length < count) {
      const index = players.length;
      const place = players.push(undefined as never) - 1;
      players[place] = await makePlayer(server, worldId, index);
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, makeSome));
  return players;
};

const makePlayer = async ({ url, admin }: StoryServer, worldId: string, index: number): Promise<Player> => {
  const { playerId } = await admin.story.players.create({ username: `u${newId('ply').slice(4)}` });
  const { key } = await admin.system.keys.create({
    name: `load ${index}`,
    scopes: ['story:read', 'story:write'],
    owner: playerId,
  });
  const gk = createGraphkeep({ url, apiKey: key, log: 'off' });
  const { characterId } = await gk.story.characters.create({ playerId, name: 'Ada' });
  const { session } = await gk.story.sessions.start({ playerId, characterId, worldId });
  return { gk, playerId, sessionId: session.sessionId, kept: new Set(), unsure: new Set() };
};
