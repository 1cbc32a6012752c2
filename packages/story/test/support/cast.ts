import { newId } from '@graphkeep/contract';
import { Player, type StoryGraph, World } from '@graphkeep/models/story';
import type { Platform, Scoped } from '@graphkeep/platform';
import { createCharacter } from '../../src/index.ts';

/** Who plays, as whom, and where: enough to begin a session. */
export interface Cast {
  readonly playerId: string;
  readonly characterId: string;
  readonly worldId: string;
  /** The platform as this player sees it. */
  readonly own: Scoped<StoryGraph>;
}

export const everyone = (platform: Platform<StoryGraph>): Scoped<StoryGraph> =>
  platform.as({ id: 'test', scopes: ['*'] });

export const makeCast = async (platform: Platform<StoryGraph>): Promise<Cast> => {
  const all = everyone(platform);
  const { playerId } = await all.repo(Player).create({ username: `u${newId('ply').slice(4)}` });
  const { characterId } = await createCharacter(all, { playerId, name: 'Ada' });
  const { worldId } = await all.repo(World).create({ name: 'The coast' });
  return {
    playerId,
    characterId,
    worldId,
    own: platform.as({ id: playerId, owner: playerId, scopes: ['*'] }),
  };
};

export const anotherCharacter = async (platform: Platform<StoryGraph>, playerId: string, name = 'Bea') =>
  (await createCharacter(everyone(platform), { playerId, name })).characterId;
