import { startErasure, startErasureInput, startedErasure } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { writeOutside } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const erase = writeOutside('story')
  .meta({ summary: 'Erases a player as it was planned, in the background.' })
  .input(startErasureInput)
  .output(answers(startedErasure))
  .mutation(({ ctx, input }) => startErasure(storyOf(ctx.scoped), input));
