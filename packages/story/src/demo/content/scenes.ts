import type { Scene } from '@graphkeep/models/story';
import type { z } from 'zod';

export type SceneType = z.output<typeof Scene.schema>['sceneType'];

interface SceneText {
  readonly title: string;
  readonly description: string;
  readonly content: string;
  readonly tone: string;
  readonly objectives: readonly string[];
}
type Scenes = Readonly<Record<SceneType, readonly [SceneText, ...SceneText[]]>>;

/** Texts with {name}, {companion}, {place}, {thing} and {weather}. */
export const scenes: Scenes = {
  introduction: [
    {
      title: 'Arriving at {place}',
      description: '{name} comes to {place} for the first time today.',
      content:
        '{weather}. {companion} has kept a seat free, and does not ask why you are late. On the table lies {thing}.',
      tone: 'welcoming',
      objectives: ['arrive', 'notice the surroundings'],
    },
    {
      title: 'A door that was open',
      description: '{companion} waits at {place}.',
      content:
        '{weather}. You had meant to walk past {place}. But the door is open, and from inside {companion} waves as if you had been expected.',
      tone: 'curious',
      objectives: ['arrive', 'choose how close to come'],
    },
    {
      title: 'Where we stopped',
      description: 'The story goes on at {place}.',
      content:
        '{companion} looks up. “You came back,” says {companion}, and moves {thing} aside to make room. {weather}.',
      tone: 'warm',
      objectives: ['remember the last time', 'say how it is now'],
    },
  ],
  exploration: [
    {
      title: 'What {place} keeps',
      description: 'There is more at {place} than one sees at first.',
      content:
        'Behind the second door the air is older. {companion} holds the lamp and lets you go first. Between dust and light you find {thing}.',
      tone: 'curious',
      objectives: ['look closely', 'follow what interests you'],
    },
    {
      title: 'The long way round',
      description: 'A walk about {place} with {companion}.',
      content:
        '{weather}. {companion} knows a longer way, “if you have time”. Neither of you talks much. It is not an empty silence.',
      tone: 'calm',
      objectives: ['walk', 'notice what the body does'],
    },
    {
      title: 'Somebody else’s question',
      description: 'A stranger at {place} needs a hand.',
      content:
        'A stranger turns {thing} over and over. “Do you know how this works?” You do not, quite. You could find out together.',
      tone: 'light',
      objectives: ['meet somebody', 'allow not to know'],
    },
    {
      title: 'The smallest room',
      description: 'A quiet corner of {place}.',
      content:
        'It has a chair, a window, and {thing} on the sill. Whoever was here before has left a line on the wall: “Stay as long as you like.”',
      tone: 'gentle',
      objectives: ['be alone for a while', 'listen'],
    },
  ],
  challenge: [
    {
      title: 'When everybody looks',
      description: 'At {place} all eyes turn to {name}.',
      content:
        'The talk stops. Someone has asked you something, and they are waiting. {companion} stands beside you and says nothing, on purpose.',
      tone: 'tense',
      objectives: ['stay', 'find one sentence'],
    },
    {
      title: 'It breaks',
      description: 'Something goes wrong at {place}.',
      content:
        'It was only for a moment that you looked away. Now {thing} lies in two pieces, and {companion} has seen it.',
      tone: 'tense',
      objectives: ['stay with the feeling', 'repair what can be repaired'],
    },
    {
      title: 'The bridge that sways',
      description: 'The way on from {place} is not a firm one.',
      content:
        '{weather}. It has held everybody so far. {companion} is on the other side already, and does not hurry you.',
      tone: 'daring',
      objectives: ['take one step', 'notice fear without obeying it'],
    },
    {
      title: 'An old voice',
      description: 'Something at {place} speaks like the past.',
      content:
        'You know this tone. You knew it long before {place}. {companion} sees your hands. “That was then,” says {companion}. “Where are we now?”',
      tone: 'serious',
      objectives: ['tell then from now', 'answer the voice'],
    },
  ],
  reflection: [
    {
      title: 'By the window',
      description: '{name} and {companion} look back on the day.',
      content:
        'The light goes slowly. {companion} pours two cups and pushes one towards you. “What will you keep of today?”',
      tone: 'calm',
      objectives: ['name one thing', 'let the rest be'],
    },
    {
      title: 'A line in the book',
      description: 'At {place} everybody writes one line.',
      content:
        'The book is thick with other hands. Some lines are funny, some are only a date. The pen lies ready.',
      tone: 'quiet',
      objectives: ['find a word for it'],
    },
    {
      title: 'Counting what held',
      description: 'What went well, for once, and not what did not.',
      content:
        '“Three things,” says {companion}. “They may be small.” {weather}. You turn {thing} in your hands and think.',
      tone: 'warm',
      objectives: ['three good things'],
    },
  ],
  therapeutic: [
    {
      title: 'Breathing with the tide',
      description: 'An exercise with {companion} at {place}.',
      content:
        '“In, while the wave comes,” says {companion}. “And out for a little longer.” You try it four times. The fifth goes by itself.',
      tone: 'gentle',
      objectives: ['breathe out longer than in'],
    },
    {
      title: 'Five things',
      description: 'Coming back to the present at {place}.',
      content:
        'Five things that you see. Four that you hear. {thing} is one of them, cool in your hand. You arrive in the room again, piece by piece.',
      tone: 'steady',
      objectives: ['see five things', 'come back'],
    },
    {
      title: 'The letter',
      description: '{name} writes to somebody who was {name} once.',
      content:
        '{companion} gives you paper. “To you, as you were on the worst day. You need not send it.” The first word is the hardest.',
      tone: 'tender',
      objectives: ['write one kind sentence'],
    },
  ],
  resolution: [
    {
      title: 'Leaving {place} as a friend',
      description: 'The chapter comes to its end.',
      content:
        '{companion} walks with you as far as the corner. “You know the way,” says {companion}. You do.',
      tone: 'hopeful',
      objectives: ['say goodbye', 'take something with you'],
    },
    {
      title: 'What was mended',
      description: 'Something at {place} is whole again.',
      content:
        'One can see the seam, if one knows. {thing} stands where everybody passes, and you catch yourself looking at it with some pride.',
      tone: 'proud',
      objectives: ['see what was done'],
    },
    {
      title: 'Another morning',
      description: 'The day after.',
      content:
        '{weather}. Nothing is different, and you are up. {companion} lifts a hand from across the way.',
      tone: 'light',
      objectives: ['begin again'],
    },
  ],
};
