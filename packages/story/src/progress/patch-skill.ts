import type { EntityOf, PatchInput } from '@graphkeep/models';
import { Skill, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { refuseKept } from '../refuse-kept.ts';

/** Changes what a skill is; attempts are counted as they are made. */
export const patchSkill = async (
  platform: Scoped<StoryGraph>,
  { skillId, changes }: PatchInput<typeof Skill>,
): Promise<EntityOf<typeof Skill>> => {
  refuseKept(changes, {
    level: 'it rises with successful attempts',
    attempts: '`attempt` counts them',
    successes: '`attempt` counts them',
  });
  return platform.repo(Skill).patch({ skillId }, changes);
};
