import type { EntityOf } from '@graphkeep/models';
import type { EmotionalState } from '@graphkeep/models/story';

export type Emotion = EntityOf<typeof EmotionalState>['state'];
export type Felt = Pick<EntityOf<typeof EmotionalState>, 'state' | 'intensity'>;

const STRAIN: Readonly<Record<Emotion, number>> = {
  calm: 0,
  engaged: 0,
  anxious: 1,
  overwhelmed: 2,
  distressed: 3,
  crisis: 4,
};
const WORST = 4;

/** How well somebody is, from 0 in a crisis at its worst to 1: the strain of the state, as intense as it was felt. */
export const easeOf = ({ state, intensity }: Felt): number => 1 - (intensity * STRAIN[state]) / WORST;
