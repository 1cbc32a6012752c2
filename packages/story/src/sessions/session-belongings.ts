import {
  Choice,
  Consequence,
  EmotionalState,
  Intervention,
  NarrativeEvent,
  Scene,
  type StoryGraph,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { conversationBelongings } from '../conversation/conversation-belongings.ts';
import type { RemoveStep } from '../players/remove-bounded.ts';

/** How all that belongs to sessions is removed: what is found by something else goes before it. */
export const sessionBelongings = (
  platform: Scoped<StoryGraph>,
  sessionIds: readonly string[],
): readonly RemoveStep[] => {
  const { repo } = platform;
  const where = { sessionId: { in: sessionIds } };
  return [
    ...conversationBelongings(platform, where),
    (options) => repo(Consequence).removeMany(where, options),
    (options) => repo(Choice).removeMany({ scene: { some: where } }, options),
    (options) => repo(Scene).removeMany(where, options),
    (options) => repo(NarrativeEvent).removeMany(where, options),
    (options) => repo(EmotionalState).removeMany(where, options),
    (options) => repo(Intervention).removeMany(where, options),
  ];
};
