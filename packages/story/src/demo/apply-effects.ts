import type { EntityOf } from '@graphkeep/models';
import {
  Character,
  Memory,
  NarrativeEvent,
  Session,
  TimelineEvent,
  WorldState,
  worldStateId,
} from '@graphkeep/models/story';
import type { MergedEffects, MergedWorld } from '../play/merge-effects.ts';
import { characterAfter, clampStrength, merged } from '../play/rules.ts';
import type { NewEvent, NewMemory } from '../play/tell.ts';
import { goalAt } from '../progress/goal-rules.ts';
import type { Cast } from './cast.ts';
import type { Draft } from './draft.ts';
import { markGoal, markSkill } from './markers.ts';

export interface Stage {
  readonly draft: Draft;
  readonly cast: Cast;
  /** The player's states of worlds, by the world. */
  readonly states: Map<string, EntityOf<typeof WorldState>>;
}

interface Cause {
  readonly session: EntityOf<typeof Session>;
  readonly at: Date;
  readonly title: string;
  readonly kind: string;
}

/** Makes true in a draft what a choice leads to, by the rules of the game. */
export const applyToDraft = (stage: Stage, cause: Cause, effects: MergedEffects): void => {
  const { draft, cast } = stage;
  const { session, at } = cause;
  const { character, companion, knows } = cast;
  draft.change(character, { ...characterAfter(character, effects), lastInteraction: at, lastActive: at }, at);
  const closer = effects.relationships[companion.characterId];
  if (closer !== undefined)
    Object.assign(knows, { strength: clampStrength(knows.strength + closer), updatedAt: at });
  for (const { skillId, success } of effects.skills) {
    const skill = cast.skills.find((one) => one.skillId === skillId);
    if (skill) markSkill(draft, skill, { success }, at);
  }
  for (const [goalId, by] of Object.entries(effects.goals)) {
    const goal = cast.goals.find((one) => one.goalId === goalId && one.status === 'active');
    if (goal) markGoal(draft, goal, goalAt(goal, goal.progress + by, at), at);
  }
  if (effects.world) applyToState(stage, cause, effects.world);
  for (const event of effects.events) recordEvent(draft, session, { ...event, occurredAt: at });
  for (const memory of effects.memories) recordMemory(draft, session, { ...memory, occurredAt: at });
  if (Object.keys(effects.variables).length > 0)
    draft.change(session, { variables: merged(session.variables, effects.variables) }, at);
};

const applyToState = (
  { draft, states }: Stage,
  { session: { playerId, worldId }, at, title, kind }: Cause,
  { values, minutes, begin, end, ...told }: MergedWorld,
): void => {
  const state =
    states.get(worldId) ??
    draft.add(WorldState, { worldStateId: worldStateId(playerId, worldId), playerId, worldId }, at);
  states.set(worldId, state);
  const active = state.activeEvents.filter((name) => !end.includes(name));
  draft.change(
    state,
    {
      values: merged(state.values, values),
      activeEvents: [...new Set([...active, ...begin])],
      clock: state.clock + minutes,
    },
    at,
  );
  draft.add(
    TimelineEvent,
    {
      eventId: draft.id('tle', at),
      ...{ playerId, worldId, at },
      kind: told.kind ?? kind,
      title: told.title ?? title,
      effects: { values, minutes, begin: [...begin], end: [...end] },
    },
    at,
  );
};

type OfSession = Pick<EntityOf<typeof Session>, 'sessionId' | 'playerId' | 'characterId'>;

export const recordEvent = (draft: Draft, { sessionId, playerId }: OfSession, event: NewEvent): string => {
  const { occurredAt } = event;
  const { eventId } = draft.add(
    NarrativeEvent,
    { ...event, eventId: draft.id('evt', occurredAt), playerId, sessionId },
    occurredAt,
  );
  draft.link([Session, sessionId], 'events', [NarrativeEvent, eventId]);
  return eventId;
};

export const recordMemory = (draft: Draft, { characterId, playerId }: OfSession, memory: NewMemory): void => {
  const { occurredAt } = memory;
  const { memoryId } = draft.add(
    Memory,
    { ...memory, memoryId: draft.id('mem', occurredAt), playerId, characterId },
    occurredAt,
  );
  draft.link([Character, characterId], 'memories', [Memory, memoryId]);
};
