import type { EntityOf } from '@graphkeep/models';
import type { Session, TherapeuticGoal } from '@graphkeep/models/story';
import type { Emotion } from './content/dialogue.ts';

type Status = EntityOf<typeof Session>['status'];

/** What kind of player it is. Together they are in every state that the product knows. */
export interface Scenario {
  readonly name: string;
  /** How many days ago it began. */
  readonly days: number;
  /** The sessions one after the other; the last one is the newest. */
  readonly sessions: readonly { readonly status: Status; readonly mood: Mood }[];
  /** How many hours ago the newest session was last played. */
  readonly lastPlayedHours: number;
  readonly isActive: boolean;
  readonly retentionDays: number;
  readonly given: readonly string[];
  readonly withdrawn: readonly string[];
  /** Of the goal beside the first, which moves with the story. */
  readonly secondGoal: EntityOf<typeof TherapeuticGoal>['status'];
  /** Whether later consequences are left as they are, due or not. */
  readonly leavesDue: boolean;
  /** Messages of the first session, over and above the story. */
  readonly talk: number;
  /** Whether old conversations wait for the archiver. */
  readonly leavesOld: boolean;
}

/** How somebody is from scene to scene. */
export const moods = {
  steady: ['calm', 'engaged', 'engaged', 'calm'],
  settling: ['anxious', 'anxious', 'engaged', 'calm'],
  opening: ['engaged', 'anxious', 'engaged', 'engaged'],
  heavy: ['overwhelmed', 'anxious', 'anxious', 'engaged'],
  unsettled: ['calm', 'engaged', 'anxious'],
  flooded: ['anxious', 'distressed', 'overwhelmed'],
  sad: ['calm', 'anxious', 'distressed'],
  crisis: ['anxious', 'overwhelmed', 'distressed', 'crisis'],
  recovery: ['crisis', 'distressed', 'anxious', 'calm'],
  shaken: ['crisis', 'distressed', 'anxious'],
} as const satisfies Readonly<Record<string, readonly Emotion[]>>;
type Mood = keyof typeof moods;

const usual = {
  days: 60,
  lastPlayedHours: 20,
  isActive: true,
  retentionDays: 365,
  given: ['anonymousAnalytics'],
  withdrawn: [],
  leavesDue: false,
  talk: 0,
  leavesOld: false,
} as const;
const completed = (mood: Mood) => ({ status: 'completed', mood }) as const;
const abandoned = (mood: Mood) => ({ status: 'abandoned', mood }) as const;

export const scenarios: readonly [Scenario, ...Scenario[]] = [
  {
    ...usual,
    name: 'in the middle of it',
    sessions: [
      completed('settling'),
      completed('steady'),
      abandoned('unsettled'),
      completed('opening'),
      { status: 'active', mood: 'opening' },
    ],
    lastPlayedHours: 0.1,
    given: ['research', 'anonymousAnalytics'],
    secondGoal: 'paused',
  },
  {
    ...usual,
    name: 'in a crisis',
    sessions: [completed('heavy'), abandoned('flooded'), { status: 'paused', mood: 'crisis' }],
    lastPlayedHours: 30,
    given: ['progressSharing'],
    secondGoal: 'dropped',
  },
  {
    ...usual,
    name: 'gone',
    days: 150,
    sessions: [completed('steady'), abandoned('unsettled')],
    lastPlayedHours: 90 * 24,
    isActive: false,
    given: [],
    secondGoal: 'dropped',
  },
  {
    ...usual,
    name: 'kept for a month',
    days: 120,
    sessions: [completed('settling'), completed('recovery'), completed('steady')],
    lastPlayedHours: 9 * 24,
    retentionDays: 30,
    secondGoal: 'achieved',
    leavesOld: true,
  },
  {
    ...usual,
    name: 'a talker',
    days: 50,
    sessions: [completed('opening'), { status: 'active', mood: 'steady' }],
    lastPlayedHours: 3,
    given: ['sessionRecording', 'anonymousAnalytics'],
    secondGoal: 'active',
    talk: 420,
  },
  {
    ...usual,
    name: 'changed the mind',
    sessions: [completed('shaken'), { status: 'paused', mood: 'sad' }],
    lastPlayedHours: 70,
    given: ['newsletter'],
    withdrawn: ['anonymousAnalytics', 'dataCollection', 'research'],
    secondGoal: 'paused',
  },
  { ...usual, name: 'new', days: 1, sessions: [], lastPlayedHours: 1, given: [], secondGoal: 'active' },
  {
    ...usual,
    name: 'with more to come',
    days: 30,
    sessions: [completed('heavy'), completed('opening'), { status: 'active', mood: 'heavy' }],
    lastPlayedHours: 0.5,
    given: ['thirdPartySharing', 'research'],
    secondGoal: 'achieved',
    leavesDue: true,
  },
];
