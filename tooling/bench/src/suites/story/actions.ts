import type { Actor } from './actor.ts';

/** What a player does again and again. */
export interface Action {
  readonly name: string;
  /** Under which name the server counts it. */
  readonly procedure: string;
  /** How many of a hundred calls are of this kind. */
  readonly share: number;
  /** For the 95th percentile. */
  readonly goalMs: number;
  /** Makes ready what the call needs, which is not measured, and answers the call. */
  readonly make: (actor: Actor) => Promise<() => Promise<unknown>>;
}

export const actions: readonly Action[] = [
  {
    name: 'load',
    procedure: 'story.sessions.load',
    share: 45,
    goalMs: 50,
    make:
      async ({ gk, sessionId }) =>
      () =>
        gk.story.sessions.load({ sessionId }),
  },
  {
    name: 'page',
    procedure: 'story.conversation.page',
    share: 20,
    goalMs: 100,
    make:
      async ({ gk, sessionId }) =>
      () =>
        gk.story.conversation.page({ sessionId }),
  },
  {
    name: 'dashboard',
    procedure: 'story.progress.dashboard',
    share: 20,
    goalMs: 20,
    make:
      async ({ gk, playerId }) =>
      () =>
        gk.story.progress.dashboard({ playerId }),
  },
  {
    name: 'choose',
    procedure: 'story.play.choose',
    share: 10,
    goalMs: 200,
    make: async ({ gk, sessionId }) => {
      const { choices } = await gk.story.play.appendScene({
        sessionId,
        title: 'A fork in the path',
        sceneType: 'challenge',
        choices: [
          { text: 'Left', choiceType: 'therapeutic', therapeuticValue: 0.5 },
          { text: 'Right', choiceType: 'narrative' },
        ],
      });
      const choiceId = choices[0]?.choiceId ?? '';
      return () => gk.story.play.choose({ sessionId, choiceId });
    },
  },
  {
    name: 'create',
    procedure: 'story.characters.create',
    share: 5,
    goalMs: 200,
    make:
      async ({ gk, playerId }) =>
      () =>
        gk.story.characters.create({ playerId, name: 'Bea', background: { traits: ['calm'] } }),
  },
];
