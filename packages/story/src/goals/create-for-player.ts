import type { CreateOf, EntityOf } from '@graphkeep/models';
import {
  CopingStrategy,
  Player,
  ProgressMarker,
  Skill,
  type StoryGraph,
  TherapeuticGoal,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

/** Makes a goal of a player who exists, and joins the two. */
export const createGoal = (
  platform: Scoped<StoryGraph>,
  input: CreateOf<typeof TherapeuticGoal>,
): Promise<EntityOf<typeof TherapeuticGoal>> =>
  forPlayer(platform, input, (player) => platform.repo(TherapeuticGoal).create({ ...input, player }));

/** The same for a way to cope that a player uses. */
export const createStrategy = (
  platform: Scoped<StoryGraph>,
  input: CreateOf<typeof CopingStrategy>,
): Promise<EntityOf<typeof CopingStrategy>> =>
  forPlayer(platform, input, (player) => platform.repo(CopingStrategy).create({ ...input, player }));

/** The same for a skill that a player develops. */
export const createSkill = (
  platform: Scoped<StoryGraph>,
  input: CreateOf<typeof Skill>,
): Promise<EntityOf<typeof Skill>> =>
  forPlayer(platform, input, (player) => platform.repo(Skill).create({ ...input, player }));

/** The same for something that a player has reached. */
export const createMarker = (
  platform: Scoped<StoryGraph>,
  input: CreateOf<typeof ProgressMarker>,
): Promise<EntityOf<typeof ProgressMarker>> =>
  forPlayer(platform, input, (player) => platform.repo(ProgressMarker).create({ ...input, player }));

interface Joined {
  readonly connect: { readonly playerId: string };
}

const forPlayer = <T>(
  platform: Scoped<StoryGraph>,
  { playerId }: { readonly playerId: string },
  create: (player: Joined) => Promise<T>,
): Promise<T> =>
  platform.transaction(async () => {
    await platform.repo(Player).get({ playerId, select: { playerId: true } });
    return create({ connect: { playerId } });
  });
