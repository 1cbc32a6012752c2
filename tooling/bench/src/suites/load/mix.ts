import { newId } from '@graphkeep/contract';
import type { Player } from './player.ts';

export interface Action {
  readonly name: string;
  /** How many of a hundred are of this kind. */
  readonly share: number;
  readonly run: (player: Player) => Promise<unknown>;
}

const say = async ({ gk, sessionId, kept, unsure }: Player): Promise<void> => {
  const text = `What is said at this point of the story, known by ${newId('key')}.`;
  unsure.add(text);
  await gk.story.conversation.append({ sessionId, messages: [{ role: 'player', text }] });
  unsure.delete(text);
  kept.add(text);
};

const play = async ({ gk, sessionId }: Player): Promise<void> => {
  const { choices } = await gk.story.play.appendScene({
    sessionId,
    title: 'A fork in the path',
    sceneType: 'challenge',
    choices: [
      { text: 'Left', choiceType: 'therapeutic', therapeuticValue: 0.5 },
      { text: 'Right', choiceType: 'narrative' },
    ],
  });
  await gk.story.play.choose({ sessionId, choiceId: choices[0]?.choiceId ?? '' });
};

/** What a player does, and how often. */
const mix: readonly Action[] = [
  { name: 'load', share: 40, run: ({ gk, sessionId }) => gk.story.sessions.load({ sessionId }) },
  { name: 'append', share: 25, run: say },
  { name: 'page', share: 15, run: ({ gk, sessionId }) => gk.story.conversation.page({ sessionId }) },
  { name: 'dashboard', share: 10, run: ({ gk, playerId }) => gk.story.progress.dashboard({ playerId }) },
  { name: 'touch', share: 5, run: ({ gk, sessionId }) => gk.story.sessions.touch({ sessionId }) },
  { name: 'play', share: 5, run: play },
];

const total = mix.reduce((sum, { share }) => sum + share, 0);

export const drawn = (): Action => {
  let place = Math.random() * total;
  for (const action of mix) {
    place -= action.share;
    if (place < 0) return action;
  }
  throw new RangeError('The shares of the mix are not above 0.');
};
