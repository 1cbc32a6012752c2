import type { EntityOf } from '@graphkeep/models';
import { EmotionalState, Intervention, Session, TherapeuticGoal } from '@graphkeep/models/story';
import { CRISIS } from '../emotions/crisis.ts';
import { safetyAfter } from '../emotions/safety.ts';
import { recordEvent, type Stage } from './apply-effects.ts';
import { type Emotion, interventions, offered } from './content/dialogue.ts';
import { type Draft, minutesAfter } from './draft.ts';

const intensities: Readonly<Record<Emotion, readonly [least: number, most: number]>> = {
  calm: [0.1, 0.4],
  engaged: [0.3, 0.7],
  anxious: [0.4, 0.9],
  overwhelmed: [0.6, 0.95],
  distressed: [0.6, 0.95],
  crisis: [0.9, 1],
};
const urgencies: Readonly<Record<Emotion, EntityOf<typeof Intervention>['urgency']>> = {
  calm: 'low',
  engaged: 'low',
  anxious: 'medium',
  overwhelmed: 'high',
  distressed: 'high',
  crisis: 'critical',
};

/** Records what is felt, as the product does: with the event that raises an alert where a crisis begins. */
export const feel = (
  { draft, cast: { concern } }: Stage,
  session: EntityOf<typeof Session>,
  state: Emotion,
  at: Date,
): void => {
  const { chance, playerId } = draft;
  const { sessionId } = session;
  const felt = { state, intensity: chance.between(...intensities[state]) };
  const isHard = state !== 'calm' && state !== 'engaged';
  const { stateId } = draft.add(
    EmotionalState,
    {
      stateId: draft.id('emo', at),
      ...{ playerId, sessionId, ...felt },
      triggers: isHard ? chance.some(concern.triggers, chance.whole(1, 2)) : [],
      recordedAt: at,
    },
    at,
  );
  draft.link([Session, sessionId], 'emotions', [EmotionalState, stateId]);
  if (state === 'crisis' && session.emotionalState !== 'crisis')
    recordEvent(draft, session, { eventType: CRISIS, title: 'Crisis', significance: 1, occurredAt: at });
  draft.change(
    session,
    { emotionalState: state, safetyLevel: safetyAfter(session.safetyLevel, felt), lastInteraction: at },
    at,
  );
};

/** Offers something that may help; now and then it is left unfinished. */
export const intervene = (
  { draft, cast }: Stage,
  { sessionId, emotionalState }: EntityOf<typeof Session>,
  at: Date,
): void => {
  const { chance, playerId } = draft;
  const interventionType = chance.pick(offered[emotionalState]);
  const completedAt = minutesAfter(at, chance.whole(2, 6));
  const isDone = completedAt < draft.until && (emotionalState === 'crisis' || chance.happens(0.8));
  const { interventionId } = draft.add(
    Intervention,
    {
      interventionId: draft.id('int', at),
      ...{ playerId, sessionId, interventionType },
      content: chance.pick(interventions[interventionType]),
      triggeredBy: emotionalState,
      urgency: urgencies[emotionalState],
      startedAt: at,
      ...(isDone && { completedAt, effectiveness: chance.between(0.2, 0.95) }),
    },
    at,
  );
  draft.link([Session, sessionId], 'interventions', [Intervention, interventionId]);
  const goal = chance.pick<(typeof cast.goals)[number] | undefined>([undefined, ...cast.goals]);
  if (goal) draft.link([Intervention, interventionId], 'goals', [TherapeuticGoal, goal.goalId]);
  if (isDone) useStrategy(draft, cast.strategies, completedAt);
};

const useStrategy = (draft: Draft, strategies: Stage['cast']['strategies'], at: Date): void => {
  const [, ...tried] = strategies;
  const [one] = draft.chance.some(tried, 1);
  if (one) draft.change(one, { timesUsed: one.timesUsed + 1 }, at);
};
