import type { EntityOf } from '@graphkeep/models';
import { Skill, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { makeMarkers, type NewMarker } from './make-markers.ts';
import { skillAfter } from './skill-rules.ts';

interface SkillAttempt {
  readonly skillId: string;
  readonly success: boolean;
}

/** Counts attempts at skills; reaching a skill's target level is marked. What is not the player's is left out. */
export const practiseSkills = async (
  platform: Pick<Scoped<StoryGraph>, 'repo'>,
  playerId: string,
  attempts: readonly SkillAttempt[],
  at: Date,
): Promise<EntityOf<typeof Skill>[]> => {
  const practised: EntityOf<typeof Skill>[] = [];
  const markers: NewMarker[] = [];
  for (const [skillId, own] of Map.groupBy(attempts, (attempt) => attempt.skillId)) {
    const where = { skillId, playerId };
    // The write comes first and holds the skill, so that what is read after it stays.
    const { patched } = await platform.repo(Skill).patchMany(where, { attempts: { increment: own.length } });
    if (patched === 0) continue;
    const counted = await platform.repo(Skill).get({ skillId });
    const before = { ...counted, attempts: counted.attempts - own.length };
    const { level, successes } = own.reduce(skillAfter, before);
    const skill = await platform.repo(Skill).patch({ skillId }, { level, successes });
    practised.push(skill);
    const { targetLevel, name } = skill;
    if (targetLevel !== undefined && before.level < targetLevel && level >= targetLevel)
      markers.push({ type: 'skill', title: name, value: 1 });
  }
  await makeMarkers(platform, playerId, markers, at);
  return practised;
};
