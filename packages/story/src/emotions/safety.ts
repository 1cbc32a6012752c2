import type { EntityOf } from '@graphkeep/models';
import type { Session } from '@graphkeep/models/story';
import type { Felt } from './strain.ts';

type SafetyLevel = EntityOf<typeof Session>['safetyLevel'];

const LEVELS = ['normal', 'watch', 'alert', 'crisis'] as const satisfies readonly SafetyLevel[];
const INTENSE = 0.8;

const levelFor = ({ state, intensity }: Felt): SafetyLevel => {
  switch (state) {
    case 'crisis':
      return 'crisis';
    case 'distressed':
      return 'alert';
    case 'overwhelmed':
      return intensity >= INTENSE ? 'alert' : 'watch';
    case 'anxious':
      return intensity >= INTENSE ? 'watch' : 'normal';
    case 'calm':
    case 'engaged':
      return 'normal';
  }
};

/** The level rises at once to what is felt, and falls by one with each record: one calm moment ends no crisis. */
export const safetyAfter = (before: SafetyLevel, felt: Felt): SafetyLevel => {
  const [was, asked] = [LEVELS.indexOf(before), LEVELS.indexOf(levelFor(felt))];
  return LEVELS[Math.max(asked, was - 1)] ?? 'crisis';
};
