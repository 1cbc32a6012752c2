import type { EntityOf } from '@graphkeep/models';
import type { Consequence, Session } from '@graphkeep/models/story';
import type { Stage } from './apply-effects.ts';
import type { WorldOf } from './demo-worlds.ts';
import type { Scenario } from './scenarios.ts';
import type { Voices } from './talk.ts';

/** A consequence whose later part has not come yet. */
export interface Later {
  readonly session: EntityOf<typeof Session>;
  readonly consequence: EntityOf<typeof Consequence>;
  readonly sceneId: string;
  readonly text: string;
  readonly dueAt: Date;
}

/** One session of a player, and what it is played with. */
export interface Sitting {
  readonly stage: Stage;
  readonly voices: Voices;
  readonly world: WorldOf;
  readonly plan: Scenario['sessions'][number];
  /** Its place among the sessions of the player, from 0. */
  readonly number: number;
  readonly begin: Date;
  /** Of all sessions of the player. */
  readonly later: Later[];
}
