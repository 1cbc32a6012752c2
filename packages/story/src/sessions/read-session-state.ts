import {
  Character,
  Choice,
  Scene,
  Session,
  type SessionState,
  type StoryGraph,
  World,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

/** Choices of a scene at most; more than anyone reads. */
const CHOICES = 50;

/** The page is kept by the conversation itself, and joined to the state when that is answered. */
export const noConversation: SessionState['conversation'] = { items: [], previous: null };

/** A session's state as the graph has it, in two rounds; null where there is no such session. */
export const readSessionState = async (
  platform: Scoped<StoryGraph>,
  sessionId: string,
): Promise<SessionState | null> => {
  const [session] = await platform.repo(Session).getMany([{ sessionId }]);
  if (!session) return null;
  const { characterId, worldId, currentSceneId: sceneId } = session;
  const [character, world, scenes, openChoices] = await Promise.all([
    platform.repo(Character).get({ characterId }),
    platform.repo(World).get({ worldId }),
    sceneId === undefined ? [] : platform.repo(Scene).getMany([{ sceneId }]),
    sceneId === undefined ? [] : openChoicesOf(platform, sceneId),
  ]);
  const [scene = null] = scenes;
  return { session, character, world, scene, openChoices: [...openChoices], conversation: noConversation };
};

const openChoicesOf = async (platform: Scoped<StoryGraph>, sceneId: string) =>
  (
    await platform
      .repo(Choice)
      .find({ where: { sceneId, isAvailable: true, chosenAt: null }, limit: CHOICES })
  ).items;
