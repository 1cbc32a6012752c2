import { GraphkeepError } from '@graphkeep/core';
import type { CreateOf, EntityOf } from '@graphkeep/models';
import { Character, Player, Session, type StoryGraph, World } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { assertFreePlace } from './assert-free-place.ts';

export interface CreatedSession {
  readonly session: EntityOf<typeof Session>;
  readonly character: EntityOf<typeof Character>;
  readonly world: EntityOf<typeof World>;
}

/** Makes a session of a player with one of their characters in a world, and joins it to all three. */
export const makeSession = (
  platform: Scoped<StoryGraph>,
  input: CreateOf<typeof Session>,
): Promise<CreatedSession> =>
  platform.transaction(async () => {
    const { playerId, characterId, worldId, status = 'active' } = input;
    const now = platform.now();
    const characters = platform.repo(Character);
    const player = await platform.repo(Player).get({ playerId, select: { isActive: true } });
    const played = await characters.get({ characterId, select: { playerId: true, isActive: true } });
    const world = await platform.repo(World).get({ worldId });
    if (!player.isActive) throw inactive(`Player ${playerId}`, 'playerId');
    if (played.playerId !== playerId)
      throw new GraphkeepError(
        'invalid_input',
        `Character ${characterId} belongs to another player than ${playerId}.`,
        { field: 'characterId' },
      );
    if (!played.isActive) throw inactive(`Character ${characterId}`, 'characterId');
    if (status === 'active') await assertFreePlace(platform, playerId);
    const character = await characters.patch(
      { characterId },
      { sessionCount: { increment: 1 }, lastActive: now },
    );
    const session = await platform.repo(Session).create({
      ...input,
      ...(status === 'active' && { activeSince: now }),
      player: { connect: { playerId } },
      character: { connect: { characterId } },
      world: { connect: { worldId } },
    });
    return { session, character, world };
  });

/** What a create of the plain resource does: the rules are those of a start. */
export const createSession = async (
  platform: Scoped<StoryGraph>,
  input: CreateOf<typeof Session>,
): Promise<EntityOf<typeof Session>> => (await makeSession(platform, input)).session;

const inactive = (what: string, field: string): GraphkeepError =>
  new GraphkeepError('wrong_state', `${what} is not active, and begins no session.`, { field });
