import type { RemoveInput } from '@graphkeep/models';
import {
  Character,
  Choice,
  Consequence,
  CopingStrategy,
  EmotionalState,
  Intervention,
  Memory,
  NarrativeEvent,
  Player,
  ProgressMarker,
  Scene,
  Session,
  Skill,
  type StoryGraph,
  TherapeuticGoal,
  TimelineEvent,
  WorldState,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { conversationBelongings } from '../conversation/conversation-belongings.ts';
import { versionOf } from '../version-of.ts';
import { removeBounded } from './remove-bounded.ts';

/**
 * Removes a player with all that belongs to them, of the graph: all of it or nothing. What is kept elsewhere, and what comes
 * back from a backup, is the erasure's to take away.
 */
export const removePlayer = (
  platform: Scoped<StoryGraph>,
  { playerId, ...seen }: RemoveInput<typeof Player>,
): Promise<void> =>
  platform.transaction(async () => {
    const { repo } = platform;
    await repo(Player).remove({ playerId }, versionOf(seen));
    const where = { playerId };
    await removeBounded(`player ${playerId}`, [
      ...conversationBelongings(platform, where),
      (options) => repo(Consequence).removeMany(where, options),
      (options) => repo(Choice).removeMany(where, options),
      (options) => repo(Scene).removeMany(where, options),
      (options) => repo(NarrativeEvent).removeMany(where, options),
      (options) => repo(EmotionalState).removeMany(where, options),
      (options) => repo(Intervention).removeMany(where, options),
      (options) => repo(Session).removeMany(where, options),
      (options) => repo(Memory).removeMany(where, options),
      (options) => repo(Character).removeMany(where, options),
      (options) => repo(TimelineEvent).removeMany(where, options),
      (options) => repo(WorldState).removeMany(where, options),
      (options) => repo(TherapeuticGoal).removeMany(where, options),
      (options) => repo(CopingStrategy).removeMany(where, options),
      (options) => repo(ProgressMarker).removeMany(where, options),
      (options) => repo(Skill).removeMany(where, options),
    ]);
  });
