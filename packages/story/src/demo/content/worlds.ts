import type { World } from '@graphkeep/models/story';
import type { z } from 'zod';

type Place = readonly [name: string, locationType: string, description: string];
export type DemoWorld = Omit<z.input<typeof World.schema>, 'worldId'> & {
  readonly places: readonly [Place, ...Place[]];
  /** What is found there, and what the weather does. */
  readonly things: readonly [string, ...string[]];
  readonly weather: readonly [string, ...string[]];
};

/** Where the demo is played: shared by all its players. */
export const worlds: readonly [DemoWorld, ...DemoWorld[]] = [
  {
    name: 'The Quiet Harbour',
    description: 'A fishing town between two tides. Nobody here asks for more than you want to tell.',
    themes: ['belonging', 'new beginnings', 'trust'],
    approaches: ['narrative therapy', 'mindfulness'],
    difficulty: 'gentle',
    parameters: { intensity: 'low', pace: 'slow' },
    tags: ['sea', 'town'],
    isFeatured: true,
    places: [
      ['The Harbour Inn', 'inn', 'Low beams, a stove that is never out, and a table by the window.'],
      ['The Lighthouse', 'landmark', 'A hundred and forty steps, and a keeper who counts them aloud.'],
      ['The Net Loft', 'workshop', 'Nets hang like curtains. There is always one that wants mending.'],
      ['The Tidal Path', 'path', 'Walkable twice a day, for as long as one is in no hurry.'],
      ['Market Quay', 'market', 'Crates, gulls, and people who know your name by the second visit.'],
    ],
    things: ['a brass compass', 'a mended net', 'a jar of sea glass', 'a letter without an address'],
    weather: ['Fog lies on the water', 'The wind has turned south', 'It has rained since morning'],
  },
  {
    name: 'The Valley of Paper Lanterns',
    description: 'Every evening the valley writes down its worries, and lets them rise.',
    themes: ['letting go', 'grief', 'memory'],
    approaches: ['acceptance and commitment', 'grief counselling'],
    difficulty: 'standard',
    parameters: { intensity: 'medium', pace: 'steady' },
    tags: ['valley', 'evening'],
    isFeatured: true,
    places: [
      ['The Lantern Workshop', 'workshop', 'Paper in forty colours, and glue that smells of rice.'],
      ['The Bridge of Names', 'bridge', 'Each plank bears a name. Some are worn smooth by hands.'],
      ['The Terraces', 'field', 'Green steps up the slope, each one the width of a thought.'],
      ['The Tea House', 'inn', 'The kettle takes its time, and so does everybody who waits for it.'],
    ],
    things: ['an unlit lantern', 'a folded note', 'a river stone', 'a brush with one good hair'],
    weather: ['The evening is still', 'Fireflies have come early', 'Clouds hang in the terraces'],
  },
  {
    name: "The Clockmakers' City",
    description: 'A city that is always in time, and slowly learns that it need not be.',
    themes: ['perfectionism', 'rest', 'boundaries'],
    approaches: ['cognitive behavioural', 'self-compassion'],
    difficulty: 'challenging',
    parameters: { intensity: 'medium', pace: 'brisk' },
    tags: ['city', 'craft'],
    places: [
      [
        'The Great Dial',
        'square',
        'Its hands are as long as boats. At noon the whole square holds its breath.',
      ],
      ['The Repair Shop', 'workshop', 'Nothing here is thrown away before somebody has listened to it.'],
      ['The Night Tram', 'transport', 'It stops wherever somebody is too tired to walk on.'],
      ['The Roof Garden', 'garden', 'Beans climb the chimneys. One can hear the city, and not be in it.'],
      ['The Hall of Almosts', 'museum', 'Machines that nearly worked, each with a kind word by its maker.'],
    ],
    things: ['a stopped watch', 'a spare cogwheel', 'a list with one item', 'a key that fits nothing yet'],
    weather: ['The chimneys are quiet', 'Snow has muffled the bells', 'The heat stands in the streets'],
  },
  {
    name: 'The Winter Orchard',
    description: 'Bare trees, careful hands, and the knowledge that roots work in the dark.',
    themes: ['patience', 'self-care', 'hope'],
    approaches: ['behavioural activation', 'mindfulness'],
    difficulty: 'gentle',
    parameters: { intensity: 'low', pace: 'slow' },
    tags: ['orchard', 'winter'],
    places: [
      ['The Old Rows', 'orchard', 'Apple trees older than anybody who prunes them.'],
      ['The Cider Barn', 'barn', 'Warm from the press, with a bench for whoever needs to sit.'],
      ['The Beehives', 'garden', 'Put an ear to the wood: they are all there, humming low.'],
      ['The Frozen Pond', 'water', 'It holds. One learns to hear the difference.'],
    ],
    things: ['a pair of shears', 'the last apple', 'a woollen scarf', 'a tin of seeds'],
    weather: ['Frost has drawn on every branch', 'The sun is low and gold', 'It snows without a sound'],
  },
  {
    name: 'The Mountain Observatory',
    description: 'Far up, where one sees a long way, and where weather is a conversation.',
    themes: ['courage', 'uncertainty', 'meaning'],
    approaches: ['exposure', 'dialectical behavioural'],
    difficulty: 'intensive',
    parameters: { intensity: 'high', pace: 'by the weather' },
    tags: ['mountain', 'stars'],
    places: [
      ['The Dome', 'observatory', 'It opens with a sound like a long breath.'],
      ['The Rope Bridge', 'bridge', 'It sways. It has always swayed, and it has always held.'],
      ['The Shelter', 'hut', 'Four bunks, a stove, and a book in which everybody writes a line.'],
      ['The Ridge', 'path', 'Narrow, and wider than it looks from below.'],
    ],
    things: ['a star chart', 'a coil of rope', 'a storm lamp', 'a notebook with blank pages'],
    weather: ['A storm is on its way', 'The stars are very near', 'Cloud has closed the ridge'],
  },
];
