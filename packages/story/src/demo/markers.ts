import type { EntityOf } from '@graphkeep/models';
import { Player, ProgressMarker, type Skill, type TherapeuticGoal } from '@graphkeep/models/story';
import { titleOf } from '../cut-text.ts';
import type { goalAt } from '../progress/goal-rules.ts';
import type { NewMarker } from '../progress/make-markers.ts';
import { skillAfter } from '../progress/skill-rules.ts';
import type { Draft } from './draft.ts';

const mark = (draft: Draft, { title, ...marker }: NewMarker, achievedAt: Date): void => {
  const { playerId } = draft;
  const { markerId } = draft.add(
    ProgressMarker,
    { ...marker, markerId: draft.id('mrk', achievedAt), title: titleOf(title), playerId, achievedAt },
    achievedAt,
  );
  draft.link([Player, playerId], 'markers', [ProgressMarker, markerId]);
};

/** Takes a step towards a goal, and marks what was reached by it. */
export const markGoal = (
  draft: Draft,
  goal: EntityOf<typeof TherapeuticGoal>,
  { reached, achieved, ...changes }: ReturnType<typeof goalAt>,
  at: Date,
): void => {
  draft.change(goal, { ...changes, milestones: [...changes.milestones] }, at);
  for (const { title, share } of reached) mark(draft, { type: 'milestone', title, value: share }, at);
  if (achieved) mark(draft, { type: 'goal', title: goal.description, value: 1 }, at);
};

/** Practises a skill once, and marks the level that was aimed at. */
export const markSkill = (
  draft: Draft,
  skill: EntityOf<typeof Skill>,
  attempt: { readonly success: boolean },
  at: Date,
): void => {
  const { level: before, targetLevel } = skill;
  const after = skillAfter(skill, attempt);
  draft.change(skill, after, at);
  if (targetLevel !== undefined && before < targetLevel && after.level >= targetLevel)
    mark(draft, { type: 'skill', title: skill.name, value: 1 }, at);
};
