import { newId } from '@graphkeep/contract';
import { Session, type StoryGraph } from '@graphkeep/models/story';
import type { Platform, Scoped } from '@graphkeep/platform';
import { type AppendMessages, appendMessages } from '../../src/conversation/append-messages.ts';
import type { ConversationPage } from '../../src/conversation/conversation-page.ts';
import { conversationsOf } from '../../src/conversation/conversations-of.ts';

export interface Stage {
  readonly sessionId: string;
  readonly playerId: string;
  /** The platform as the player whose session it is. */
  readonly own: Scoped<StoryGraph>;
}

/** A session in which something can be said. */
export const openStage = async (
  platform: Platform<StoryGraph>,
  playerId: string = newId('ply'),
): Promise<Stage> => {
  const own = platform.as({ id: playerId, owner: playerId, scopes: ['*'] });
  const { sessionId } = await own
    .repo(Session)
    .create({ playerId, characterId: newId('chr'), worldId: newId('wld') });
  return { sessionId, playerId, own };
};

export const everyone = (platform: Platform<StoryGraph>): Scoped<StoryGraph> =>
  platform.as({ id: 'test', scopes: ['*'] });

export const saying = (...texts: readonly string[]): AppendMessages['messages'] =>
  texts.map((text) => ({ role: 'player', text }));

export const say = ({ own, sessionId }: Stage, ...texts: readonly string[]) =>
  appendMessages(own, { sessionId, messages: saying(...texts) });

/** `prefix1`, `prefix2`, … */
export const numbered = (count: number, prefix = 'm'): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);

export const textsOf = ({ items }: Pick<ConversationPage, 'items'>): readonly string[] =>
  items.map(({ text }) => text);

/** All that a player has said and heard, in order. */
export const allTexts = async (scoped: Scoped<StoryGraph>, playerId: string): Promise<readonly string[]> => {
  const texts: string[] = [];
  for await (const { text } of conversationsOf(scoped, playerId)) texts.push(text);
  return texts;
};
