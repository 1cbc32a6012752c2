import { newId } from '@graphkeep/contract';
import {
  Character,
  Player,
  Session,
  Skill,
  type StoryGraph,
  TherapeuticGoal,
  World,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

/** A player in the midst of a session that has no scene yet. */
export const makePlayer = async (platform: Scoped<StoryGraph>) => {
  const { playerId } = await platform.repo(Player).create({ username: `u${newId('ply').slice(4)}` });
  const player = { connect: { playerId } };
  const { worldId } = await platform.repo(World).create({ name: 'Harbour' });
  const characters = platform.repo(Character);
  const character = await characters.create({ playerId, name: 'Ada', attributes: { courage: 1 } });
  const other = await characters.create({ playerId, name: 'Bo' });
  const session = await platform.repo(Session).create({
    playerId,
    characterId: character.characterId,
    worldId,
    player,
    character: { connect: { characterId: character.characterId } },
    world: { connect: { worldId } },
  });
  const goal = await platform.repo(TherapeuticGoal).create({
    playerId,
    description: 'Speak up',
    approaches: ['cbt'],
    milestones: [{ title: 'Say hello' }, { title: 'Ask a question' }],
    player,
  });
  const skill = await platform
    .repo(Skill)
    .create({ playerId, category: 'calm', name: 'Breathing', targetLevel: 1, player });
  return { playerId, worldId, character, other, session, sessionId: session.sessionId, goal, skill };
};
