import { TherapeuticProgress } from '@graphkeep/models/story';
import { playerInput, therapeuticProgress } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const therapeutic = read('story')
  .meta({ summary: 'How far a player has come.' })
  .input(playerInput)
  .output(answers<TherapeuticProgress>(TherapeuticProgress.schema))
  .query(({ ctx, input }) => therapeuticProgress(storyOf(ctx.scoped), input));
