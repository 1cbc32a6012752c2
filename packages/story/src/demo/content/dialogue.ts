import type { EmotionalState, Intervention } from '@graphkeep/models/story';
import type { z } from 'zod';

export type Emotion = z.output<typeof EmotionalState.schema>['state'];
export type InterventionType = z.output<typeof Intervention.schema>['interventionType'];
type Some = readonly [string, ...string[]];

/** What the companion answers, by how the player is. */
export const answers: Readonly<Record<Emotion, Some>> = {
  calm: [
    'That sounds like solid ground. What does it feel like under your feet?',
    'You told that differently from last time. I heard it.',
    'Let us stay here for a moment. There is nothing to do.',
    'I like how quietly you said that.',
  ],
  engaged: [
    'Go on, I want to know how it ends.',
    'And what did you want, just then?',
    'That took something. I saw you decide.',
    'You are asking good questions today.',
  ],
  anxious: [
    'It is all right to be fast inside and slow outside. Sit with me.',
    'What is the smallest thing that would help, right now?',
    'Your shoulders are up. Mine too. Shall we both let them down?',
    'We can turn back at any point. I will not think less of you.',
  ],
  overwhelmed: [
    'That is a great deal at once. Pick one corner of it, and let the rest wait outside.',
    'We can stop. Stopping is allowed here.',
    'Look at the window for a while. I will keep watch over the rest.',
  ],
  distressed: [
    'I am here. You do not have to find good words.',
    'That hurts. Of course it does.',
    'You do not have to carry this alone tonight. Who could be with you?',
  ],
  crisis: [
    'I am glad that you said it. The story can wait: let us find somebody who can be with you now.',
    'You matter more than this chapter. Your contact is one tap away, and I stay until they answer.',
  ],
};

export const narration: Some = [
  'A cup is set down. Outside somebody laughs, and goes by.',
  '{weather}. At {place} it is warm enough to take off one’s coat.',
  '{companion} waits. The clock is the only one in a hurry.',
  'For a while there is only the sound of the rain on the roof.',
  '{name} turns {thing} towards the light.',
  'The path is steeper here. One goes slower, and sees more.',
  'Someone has left a lamp burning on the stairs.',
  '{companion} hums a tune that both of you know.',
  'Two children run past {place} and argue about the moon.',
  'The lamp flickers, thinks better of it, and stays.',
  'Somewhere a door is closed with care.',
  '{weather}. {companion} turns up a collar and says nothing.',
  'On the sill of {place} a cat has decided to stay.',
  '{name} puts down {thing}, and takes it up again.',
  'A boat, or perhaps a cart, is being unloaded. The voices are friendly.',
  '{companion} writes something down, strikes it out, and smiles.',
];
/** What the companion adds. */
export const followUps: Some = [
  'Shall we sit at {place} until it is quieter?',
  'Take {thing}, and give it back when you like.',
  'You need not answer that today.',
  'What would you tell a friend now?',
  'I have all afternoon.',
  'Where in the body is it?',
  'Say it once more, and slower.',
  'And if it were only half as heavy?',
  'I remember you differently from how you do.',
  'Let us look at it again tomorrow.',
  'Come, a few steps, {name}.',
  'It is written on your face, and that is all right.',
  '',
  '',
  '',
];
export const continuations: Some = [
  'I keep thinking about that.',
  'I had not planned to say so.',
  'Is that strange?',
  'That is all, I think.',
  'I do not know what comes next.',
  'Thank you for waiting.',
  'It was easier to say than I thought.',
  'Do you know what I mean?',
  'I had to say that to somebody.',
  'Perhaps it is different tomorrow.',
  'I noticed it only at {place}.',
  'You would have laughed, {companion}.',
  'Let me think.',
  '',
  '',
  '',
  '',
];
export const systemNotes: Some = [
  'You have been here for half an hour. A pause is possible at any time.',
  'Your story is saved. You can go on whenever you like.',
  'If it gets too much, “Help now” is at the top of the page.',
];

export const interventions: Readonly<Record<InterventionType, Some>> = {
  mindfulness: [
    'Follow three breaths from where they begin to where they end.',
    'Listen for the farthest sound that you can hear.',
  ],
  cognitive_reframing: [
    'What would you say to a friend who thought this?',
    'Which facts are for it, which against, and what would be fair to say?',
  ],
  grounding: [
    'Five things that you see, four that you hear, three that you touch.',
    'Feel both feet, and say where you are and what day it is.',
  ],
  breathing: ['In for four, out for six, for two minutes.', 'Breathe out as if through a straw.'],
  emotional_regulation: [
    'Name the feeling and give it a number. In five minutes give it a number again.',
    'Cold water over the wrists, slowly.',
  ],
  crisis_support: [
    'You are not alone with this. Call your contact, or the local crisis line, now: here is how.',
    'Let us make the next ten minutes safe: who can be with you?',
  ],
  skill_practice: [
    'Say the one sentence aloud, here, where nobody minds.',
    'Do the first step only, and stop.',
  ],
};
/** Which of them is offered, by how the player is. */
export const offered: Readonly<Record<Emotion, readonly [InterventionType, ...InterventionType[]]>> = {
  calm: ['mindfulness', 'skill_practice'],
  engaged: ['skill_practice', 'cognitive_reframing'],
  anxious: ['breathing', 'cognitive_reframing', 'mindfulness'],
  overwhelmed: ['grounding', 'emotional_regulation'],
  distressed: ['emotional_regulation', 'grounding'],
  crisis: ['crisis_support'],
};
export const strategies: readonly (readonly [name: string, category: string])[] = [
  ['A walk around the block', 'movement'],
  ['Box breathing', 'breathing'],
  ['Calling a friend', 'people'],
  ['Writing three lines', 'expression'],
  ['A cup of tea, and nothing else', 'rest'],
  ['Cold water on the wrists', 'body'],
  ['Music with eyes closed', 'senses'],
];
