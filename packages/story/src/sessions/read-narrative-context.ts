import {
  Choice,
  type NarrativeContext,
  NarrativeEvent,
  Scene,
  Session,
  type StoryGraph,
  WorldState,
  worldStateId,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

const LAST_CHOICES = 5;
const THREADS = 10;
/** From here on an event is something that the story has to come back to. */
const SIGNIFICANT = 0.5;

/** What whoever tells the story must know, as the graph has it; null where there is no such session. */
export const readNarrativeContext = async (
  platform: Scoped<StoryGraph>,
  sessionId: string,
): Promise<NarrativeContext | null> => {
  const { repo } = platform;
  const [session] = await repo(Session).getMany([{ sessionId }]);
  if (!session) return null;
  const { playerId, characterId, worldId, currentSceneId: sceneId } = session;
  const [scenes, choices, events, worldStates] = await Promise.all([
    sceneId === undefined ? [] : repo(Scene).getMany([{ sceneId }]),
    repo(Choice).find({
      where: { playerId, chosenAt: { ne: null }, scene: { some: { sessionId } } },
      orderBy: { chosenAt: 'desc' },
      limit: LAST_CHOICES,
    }),
    repo(NarrativeEvent).find({
      where: { sessionId, significance: { gte: SIGNIFICANT } },
      orderBy: { occurredAt: 'desc' },
      limit: THREADS,
    }),
    repo(WorldState).getMany([{ worldStateId: worldStateId(playerId, worldId) }]),
  ]);
  const [scene = null] = scenes;
  const [worldState = null] = worldStates;
  return {
    sessionId,
    playerId,
    characterId,
    worldId,
    scene,
    lastChoices: [...choices.items],
    openThreads: [...events.items],
    worldState,
  };
};
