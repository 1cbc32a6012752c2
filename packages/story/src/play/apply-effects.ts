import { limits } from '@graphkeep/contract';
import type { EntityOf } from '@graphkeep/models';
import {
  Character,
  Session,
  type Skill,
  type StoryGraph,
  TherapeuticGoal,
  type WorldState,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { asSeen } from '../as-seen.ts';
import { moveGoals } from '../progress/move-goals.ts';
import { practiseSkills } from '../progress/practise-skills.ts';
import { type Acquaintance, applyToAcquaintances } from './apply-to-acquaintances.ts';
import { applyToWorld } from './apply-to-world.ts';
import type { MergedEffects } from './merge-effects.ts';
import { characterAfter, merged } from './rules.ts';
import { type NewEvent, type NewMemory, recordEvents, recordMemories } from './tell.ts';

interface Cause {
  /** Held by this transaction. */
  readonly session: EntityOf<typeof Session>;
  readonly character: EntityOf<typeof Character>;
  readonly at: Date;
  readonly title: string;
  readonly kind: string;
  readonly sceneId: string | undefined;
  /** What is told beside what the effects tell. */
  readonly events: readonly NewEvent[];
  readonly memories: readonly NewMemory[];
  /** Of the session, beside its variables. */
  readonly sessionChanges: { readonly currentSceneId?: string };
}

interface Applied {
  readonly session: EntityOf<typeof Session>;
  readonly character: EntityOf<typeof Character>;
  readonly relationships: Acquaintance[];
  readonly skills: EntityOf<typeof Skill>[];
  readonly goals: EntityOf<typeof TherapeuticGoal>[];
  readonly worldState: EntityOf<typeof WorldState> | null;
  readonly eventIds: string[];
  readonly memoryIds: string[];
}

/** Makes true what a choice leads to. Every part is read and written in the transaction around it. */
export const applyEffects = async (
  platform: Pick<Scoped<StoryGraph>, 'repo'>,
  cause: Cause,
  effects: MergedEffects,
): Promise<Applied> => {
  const { session, character, at } = cause;
  const { playerId, sessionId } = session;
  const { characterId, version } = character;
  const told = { occurredAt: at, ...(cause.sceneId !== undefined && { sceneId: cause.sceneId }) };

  const changed = await asSeen(
    platform
      .repo(Character)
      .patch(
        { characterId },
        { ...characterAfter(character, effects), lastInteraction: at, lastActive: at },
        { version },
      ),
  );
  const relationships = await applyToAcquaintances(platform, characterId, effects.relationships, at);
  const skills = await practiseSkills(platform, playerId, effects.skills, at);
  const goals = await applyToGoals(platform, playerId, effects.goals, at);
  const worldState = effects.world === null ? null : await applyToWorld(platform, cause, effects.world);
  const eventIds = await recordEvents(platform, session, [
    ...cause.events,
    ...effects.events.map((event) => ({ ...event, ...told })),
  ]);
  const memoryIds = await recordMemories(platform, session, [
    ...cause.memories,
    ...effects.memories.map((memory) => ({ ...memory, occurredAt: at })),
  ]);
  const sessionChanges = {
    ...cause.sessionChanges,
    ...(Object.keys(effects.variables).length > 0 && {
      variables: merged(session.variables, effects.variables),
    }),
  };
  const after =
    Object.keys(sessionChanges).length === 0
      ? session
      : await platform.repo(Session).patch({ sessionId }, sessionChanges);
  return {
    session: after,
    character: changed,
    relationships,
    skills,
    goals,
    worldState,
    eventIds,
    memoryIds,
  };
};

/** Only an active goal moves; what happens in the story does not wake one that was paused or dropped. */
const applyToGoals = async (
  platform: Pick<Scoped<StoryGraph>, 'repo'>,
  playerId: string,
  changes: Readonly<Record<string, number>>,
  at: Date,
): Promise<EntityOf<typeof TherapeuticGoal>[]> => {
  const ids = Object.keys(changes);
  if (ids.length === 0) return [];
  const where = { playerId, goalId: { in: ids }, status: 'active' } as const;
  const { items } = await platform.repo(TherapeuticGoal).find({ where, limit: limits.maxPageSize });
  return moveGoals(platform, items, ({ goalId, progress }) => progress + (changes[goalId] ?? 0), at);
};
