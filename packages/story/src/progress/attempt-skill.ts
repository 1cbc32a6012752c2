import type { EntityOf } from '@graphkeep/models';
import { Skill, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { practiseSkills } from './practise-skills.ts';

export const attemptSkillInput = z.strictObject({
  skillId: Skill.schema.shape.skillId,
  success: z.boolean(),
});
export type AttemptSkill = z.input<typeof attemptSkillInput>;

/** Counts an attempt at a skill; every third success raises its level. */
export const attemptSkill = (
  platform: Scoped<StoryGraph>,
  attempt: AttemptSkill,
): Promise<EntityOf<typeof Skill>> =>
  platform.transaction(async () => {
    const { skillId } = attempt;
    const skill = await platform.repo(Skill).get({ skillId });
    const [after = skill] = await practiseSkills(platform, skill.playerId, [attempt], platform.now());
    return after;
  });
