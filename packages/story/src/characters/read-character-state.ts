import { Character, type CharacterState, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

const KNOWN = 50;
const MEMORIES = 10;

/** A character with whom it knows best and what it remembers last, as the graph has it; null where there is none. */
export const readCharacterState = async (
  platform: Scoped<StoryGraph>,
  characterId: string,
): Promise<CharacterState | null> => {
  const [found] = await platform.repo(Character).getMany([{ characterId }], {
    include: {
      knows: {
        orderBy: { $link: { strength: 'desc' } },
        select: { characterId: true, playerId: true, name: true },
        limit: KNOWN,
      },
      memories: { orderBy: { occurredAt: 'desc' }, limit: MEMORIES },
    },
  });
  if (!found) return null;
  const { knows, memories, ...character } = found;
  return {
    character,
    // The state is kept for its player: nothing of another one belongs into it, whoever joined the two.
    relationships: knows
      .filter(({ playerId }) => playerId === character.playerId)
      .map(({ characterId: otherId, name, $link }) => ({ characterId: otherId, name, ...$link })),
    recentMemories: [...memories],
  };
};
