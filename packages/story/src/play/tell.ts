import { newId } from '@graphkeep/contract';
import type { CreateOf, EntityOf } from '@graphkeep/models';
import { Memory, NarrativeEvent, type Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

type Repos = Pick<Scoped<StoryGraph>, 'repo'>;
type SessionEntity = EntityOf<typeof Session>;
export type NewEvent = Omit<CreateOf<typeof NarrativeEvent>, 'eventId' | 'playerId' | 'sessionId'>;
export type NewMemory = Omit<CreateOf<typeof Memory>, 'memoryId' | 'playerId' | 'characterId'>;

/** Writes down what happened in a session. */
export const recordEvents = async (
  platform: Repos,
  { sessionId, playerId }: Pick<SessionEntity, 'sessionId' | 'playerId'>,
  events: readonly NewEvent[],
): Promise<string[]> => {
  if (events.length === 0) return [];
  const made = await platform.repo(NarrativeEvent).createMany(
    events.map((event) => ({
      ...event,
      eventId: newId('evt'),
      playerId,
      sessionId,
      session: { connect: { sessionId } },
    })),
  );
  return made.map(({ eventId }) => eventId);
};

/** What a character will remember. */
export const recordMemories = async (
  platform: Repos,
  { characterId, playerId }: Pick<SessionEntity, 'characterId' | 'playerId'>,
  memories: readonly NewMemory[],
): Promise<string[]> => {
  if (memories.length === 0) return [];
  const made = await platform.repo(Memory).createMany(
    memories.map((memory) => ({
      ...memory,
      memoryId: newId('mem'),
      playerId,
      characterId,
      character: { connect: { characterId } },
    })),
  );
  return made.map(({ memoryId }) => memoryId);
};
