import type { EntityOf } from '@graphkeep/models';
import type { Skill } from '@graphkeep/models/story';

const SUCCESSES_A_LEVEL = 3;

type SkillCounts = Pick<EntityOf<typeof Skill>, 'level' | 'attempts' | 'successes'>;

/** Every third success raises the level by one; a failure is counted, and takes nothing away. */
export const skillAfter = (
  { level, attempts, successes }: SkillCounts,
  { success }: { readonly success: boolean },
): SkillCounts => {
  if (!success) return { level, attempts: attempts + 1, successes };
  const risen = (successes + 1) % SUCCESSES_A_LEVEL === 0 ? 1 : 0;
  return { level: level + risen, attempts: attempts + 1, successes: successes + 1 };
};
