import type { Choice } from '@graphkeep/models/story';
import type { z } from 'zod';
import type { attributeChanges } from '../../play/effects.ts';

export type ChoiceType = z.output<typeof Choice.schema>['choiceType'];

export interface ChoiceText {
  readonly text: string;
  readonly value: number;
  readonly agency: number;
  readonly attributes: z.output<typeof attributeChanges>;
  /** In the grammar of prerequisites. */
  readonly asks?: string;
}
type Choices = Readonly<Record<ChoiceType, readonly [ChoiceText, ...ChoiceText[]]>>;

export const choices: Choices = {
  narrative: [
    {
      text: 'Follow {companion} to see what is there.',
      value: 0.2,
      agency: 0.5,
      attributes: { courage: 0.2 },
    },
    { text: 'Ask whose {thing} this is.', value: 0.3, agency: 0.6, attributes: { empathy: 0.2 } },
    { text: 'Stay a little longer at {place}.', value: 0.3, agency: 0.4, attributes: { patience: 0.3 } },
    {
      text: 'Take the other way, to see where it leads.',
      value: 0.2,
      agency: 0.7,
      attributes: { creativity: 0.2 },
    },
  ],
  therapeutic: [
    { text: 'Say aloud what this reminds you of.', value: 0.8, agency: 0.7, attributes: { wisdom: 0.4 } },
    { text: 'Let {companion} see that it is hard.', value: 0.9, agency: 0.8, attributes: { courage: 0.4 } },
    {
      text: 'Answer the harsh voice as a friend would.',
      value: 0.9,
      agency: 0.7,
      attributes: { compassion: 0.5 },
    },
    {
      text: 'Write down the thought, and what speaks against it.',
      value: 0.7,
      agency: 0.6,
      attributes: { wisdom: 0.3 },
    },
  ],
  skill_building: [
    { text: 'Try it once more, slowly.', value: 0.5, agency: 0.6, attributes: { resilience: 0.3 } },
    { text: 'Ask {companion} to show it again.', value: 0.5, agency: 0.5, attributes: { confidence: 0.2 } },
    {
      text: 'Mend {thing} with your own hands.',
      value: 0.6,
      agency: 0.8,
      attributes: { creativity: 0.4 },
      asks: 'energy>=0.2',
    },
    {
      text: 'Practise what you learned last time.',
      value: 0.6,
      agency: 0.7,
      attributes: { confidence: 0.3 },
      asks: 'level>=2',
    },
  ],
  emotional_regulation: [
    {
      text: 'Breathe out for longer than you breathe in, four times.',
      value: 0.7,
      agency: 0.6,
      attributes: { resilience: 0.3 },
    },
    {
      text: 'Name the feeling, and where in the body it is.',
      value: 0.8,
      agency: 0.6,
      attributes: { wisdom: 0.2 },
    },
    {
      text: 'Step outside until the first wave has passed.',
      value: 0.6,
      agency: 0.8,
      attributes: { patience: 0.3 },
    },
    {
      text: 'Hold {thing} and count what you see.',
      value: 0.6,
      agency: 0.5,
      attributes: { resilience: 0.2 },
    },
  ],
  social_interaction: [
    { text: 'Say hello first.', value: 0.5, agency: 0.7, attributes: { confidence: 0.4 } },
    {
      text: 'Tell {companion} that you are glad not to be alone here.',
      value: 0.6,
      agency: 0.6,
      attributes: { empathy: 0.4 },
    },
    {
      text: 'Say no, kindly, and leave it at that.',
      value: 0.7,
      agency: 0.9,
      attributes: { courage: 0.5 },
      asks: 'attribute:courage>=1',
    },
    { text: 'Ask the stranger how their day was.', value: 0.4, agency: 0.6, attributes: { empathy: 0.3 } },
  ],
};

/** What comes later of a choice, with what {companion} had to do with it. */
export const laterTitles: readonly [string, ...string[]] = [
  '{companion} has thought about it',
  'A note under the door',
  'Word has gone round at {place}',
  'What was planted comes up',
];
