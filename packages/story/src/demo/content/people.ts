type Some = readonly [string, ...string[]];

export const firstNames: Some = [
  'Ada',
  'Amir',
  'Anouk',
  'Bela',
  'Chidi',
  'Dara',
  'Elif',
  'Emil',
  'Fenja',
  'Hana',
  'Ines',
  'Isak',
  'Juno',
  'Kaito',
  'Lena',
  'Lior',
  'Mara',
  'Mateo',
  'Nia',
  'Noor',
  'Oskar',
  'Priya',
  'Quinn',
  'Rosa',
  'Sami',
  'Tove',
  'Uma',
  'Viktor',
  'Wren',
  'Yuki',
];
export const roles: Some = [
  'the one who starts',
  'the listener',
  'the protector',
  'the doubter',
  'the explorer',
  'the caretaker',
];
export const companionRoles: Some = ['mentor', 'friend', 'guardian', 'fellow traveller'];
export const companionKinds: Some = [
  'friend',
  'mentor',
  'neighbour',
  'travelling companion',
  'old acquaintance',
];
export const traits: Some = [
  'thoughtful',
  'stubborn',
  'warm',
  'quick',
  'careful',
  'dry-humoured',
  'curious',
  'loyal',
  'restless',
  'gentle',
];
export const values: Some = [
  'honesty',
  'kindness',
  'freedom',
  'family',
  'learning',
  'fairness',
  'calm',
  'friendship',
];
export const strengths: Some = [
  'notices small things',
  'keeps promises',
  'makes people laugh',
  'asks good questions',
  'stays when it is hard',
  'learns fast',
];
export const lifeGoals: Some = [
  'to feel at home somewhere',
  'to trust my own judgement',
  'to rest without guilt',
  'to say what I need',
  'to make something that lasts',
];
export const backstories: Some = [
  '{name} came here with one bag, and with more time than plans.',
  'Everybody said that {name} was the strong one, until {name} stopped believing it.',
  '{name} has moved four times in three years, and can pack in an hour.',
  '{name} used to paint, and has kept the brushes.',
  'For a long time {name} took care of somebody else. Now there is room, and nobody says what for.',
];
export const looks = {
  hair: [
    'dark, cut short',
    'grey at the temples',
    'red and never tidy',
    'in a long braid',
    'under a woollen hat',
  ] as const,
  wears: [
    'a coat with deep pockets',
    'boots that have seen weather',
    'a scarf that somebody knitted',
    'an old blue jumper',
  ] as const,
};
export const usernameWords: readonly [Some, Some] = [
  [
    'amber',
    'brisk',
    'clear',
    'dusky',
    'early',
    'fern',
    'gentle',
    'hazel',
    'indigo',
    'juniper',
    'kind',
    'lunar',
    'mossy',
    'north',
    'opal',
    'quiet',
  ],
  [
    'brook',
    'cedar',
    'dune',
    'ember',
    'finch',
    'grove',
    'heron',
    'island',
    'lark',
    'meadow',
    'otter',
    'pine',
    'river',
    'sparrow',
    'thistle',
    'willow',
  ],
];
export const contactRelationships: Some = ['sister', 'brother', 'partner', 'friend', 'parent', 'therapist'];
export const comfortTopics: Some = ['cooking', 'the sea', 'dogs', 'old music', 'gardens', 'trains', 'books'];
export const warnings: Some = ['hospitals', 'shouting', 'fire', 'deep water', 'crowds', 'loss of a parent'];
