import type { EntityOf } from '@graphkeep/models';
import type { Intervention, Session } from '@graphkeep/models/story';
import { mean } from '../progress/days.ts';
import type { Emotion } from './strain.ts';

type InterventionType = EntityOf<typeof Intervention>['interventionType'];
type Urgency = EntityOf<typeof Intervention>['urgency'];
export interface Suggestion {
  readonly interventionType: InterventionType;
  readonly reason: string;
}

const CUSTOMARY: Readonly<Record<Emotion, InterventionType>> = {
  calm: 'skill_practice',
  engaged: 'cognitive_reframing',
  anxious: 'breathing',
  overwhelmed: 'grounding',
  distressed: 'emotional_regulation',
  crisis: 'crisis_support',
};
/** So often at least, and so well, a type must have helped before it goes ahead of the customary one. */
const TIMES = 3;
const HELPED = 0.6;

interface Helped {
  readonly interventionType: InterventionType;
  readonly times: number;
  /** Those of which it is known how well they worked. */
  readonly measured: number;
  readonly effectiveness: number | null;
}

/** How well each type of intervention worked, the most effective first. */
export const helpedBy = (
  done: readonly Pick<EntityOf<typeof Intervention>, 'interventionType' | 'effectiveness'>[],
): Helped[] =>
  [...Map.groupBy(done, ({ interventionType }) => interventionType)]
    .map(([interventionType, own]) => {
      const known = own.flatMap(({ effectiveness }) => effectiveness ?? []);
      return { interventionType, times: own.length, measured: known.length, effectiveness: mean(known) };
    })
    .sort((one, other) => (other.effectiveness ?? -1) - (one.effectiveness ?? -1));

/** What to try in a state: in a crisis its support, else what helped this player, else what is customary. */
export const suggest = (state: Emotion, helped: readonly Helped[]): Suggestion => {
  const customary: Suggestion = {
    interventionType: CUSTOMARY[state],
    reason: `It is customary for somebody who is ${state === 'crisis' ? 'in a crisis' : state}.`,
  };
  if (state === 'crisis') return customary;
  const best = helped.find(
    ({ measured, effectiveness }) => measured >= TIMES && effectiveness !== null && effectiveness >= HELPED,
  );
  return best?.effectiveness
    ? {
        interventionType: best.interventionType,
        reason: `It helped before: effectiveness ${best.effectiveness.toFixed(2)} on average of ${best.measured}.`,
      }
    : customary;
};

const URGENCY: Readonly<Record<EntityOf<typeof Session>['safetyLevel'], Urgency>> = {
  normal: 'medium',
  watch: 'medium',
  alert: 'high',
  crisis: 'critical',
};
export const urgencyAt = (level: keyof typeof URGENCY): Urgency => URGENCY[level];
