import { newId } from '@graphkeep/contract';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import type { StoryServer } from './server.ts';

/** Messages that a conversation has before the measuring, so that a page is a whole one. */
const MESSAGES = 60;

/** A player with a key of their own, in the midst of a session. */
export interface Actor {
  readonly gk: Graphkeep;
  readonly playerId: string;
  readonly characterId: string;
  readonly sessionId: string;
}

export const makeActor = async ({ url, admin }: StoryServer): Promise<Actor> => {
  const { playerId } = await admin.story.players.create({ username: `u${newId('ply').slice(4)}` });
  const { key } = await admin.system.keys.create({
    name: 'bench',
    scopes: ['story:read', 'story:write'],
    owner: playerId,
  });
  const gk = createGraphkeep({ url, apiKey: key });
  const { worldId } = await admin.story.worlds.create({ name: 'The coast' });
  const { characterId } = await gk.story.characters.create({ playerId, name: 'Ada' });
  const { session } = await gk.story.sessions.start({ playerId, characterId, worldId });
  const { sessionId } = session;
  await gk.story.play.appendScene({
    sessionId,
    title: 'The harbour',
    sceneType: 'introduction',
    content: 'Boats rock against the quay. '.repeat(20),
    choices: [
      { text: 'Go aboard', choiceType: 'narrative' },
      { text: 'Breathe, and wait', choiceType: 'emotional_regulation' },
    ],
  });
  await gk.story.conversation.append({
    sessionId,
    messages: Array.from({ length: MESSAGES }, (_, index) => ({
      role: index % 2 === 0 ? ('player' as const) : ('narrator' as const),
      text: `What is said as number ${index}, in a sentence or two of a usual length.`,
    })),
  });
  return { gk, playerId, characterId, sessionId };
};
