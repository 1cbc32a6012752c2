import { GraphkeepError } from '@graphkeep/core';
import type { EntityOf } from '@graphkeep/models';
import {
  Character,
  Scene,
  type Session,
  Skill,
  type StoryGraph,
  TherapeuticGoal,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import type { PlannedChoice } from './planned-choice.ts';

/** Refuses plans that name what is not this player's: they would fail when the player chooses, and not before. */
export const assertPlanned = async (
  platform: Pick<Scoped<StoryGraph>, 'repo'>,
  { playerId, sessionId }: EntityOf<typeof Session>,
  choices: readonly PlannedChoice[],
): Promise<void> => {
  const planned = choices.flatMap(({ consequences }) => consequences);
  const effects = planned.flatMap(({ immediate, delayed }) => [immediate, ...(delayed ? [delayed] : [])]);
  const named = {
    skillId: effects.flatMap(({ skills = [] }) => skills.map(({ skillId }) => skillId)),
    goalId: effects.flatMap(({ goals = [] }) => goals.map(({ goalId }) => goalId)),
    characterId: [
      ...planned.flatMap(({ relationshipChanges }) => Object.keys(relationshipChanges)),
      ...planned.flatMap(({ delayed }) => Object.keys(delayed?.relationships ?? {})),
    ],
    opens: choices.flatMap(({ opens }) => opens ?? []),
  };
  const assertAll = async (
    field: keyof typeof named,
    what: string,
    find: (ids: string[]) => Promise<readonly string[]>,
  ): Promise<void> => {
    const ids = [...new Set(named[field])];
    if (ids.length === 0) return;
    const found = new Set(await find(ids));
    const missing = ids.find((one) => !found.has(one));
    if (missing !== undefined)
      throw new GraphkeepError('invalid_input', `${field}: ${missing} is no ${what}.`, { field });
  };
  const skip = { missing: 'skip' } as const;
  await assertAll('skillId', 'skill of this player', async (ids) =>
    (
      await platform.repo(Skill).getMany(
        ids.map((skillId) => ({ skillId })),
        skip,
      )
    )
      .filter((one) => one.playerId === playerId)
      .map(({ skillId }) => skillId),
  );
  await assertAll('goalId', 'goal of this player', async (ids) =>
    (
      await platform.repo(TherapeuticGoal).getMany(
        ids.map((goalId) => ({ goalId })),
        skip,
      )
    )
      .filter((one) => one.playerId === playerId)
      .map(({ goalId }) => goalId),
  );
  await assertAll('characterId', 'character of this player', async (ids) =>
    (
      await platform.repo(Character).getMany(
        ids.map((characterId) => ({ characterId })),
        skip,
      )
    )
      .filter((one) => one.playerId === playerId)
      .map(({ characterId }) => characterId),
  );
  await assertAll('opens', 'scene of this session', async (ids) =>
    (
      await platform.repo(Scene).getMany(
        ids.map((sceneId) => ({ sceneId })),
        skip,
      )
    )
      .filter((one) => one.sessionId === sessionId)
      .map(({ sceneId }) => sceneId),
  );
};
