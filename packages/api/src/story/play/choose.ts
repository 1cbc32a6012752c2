import { choiceOutcome, chooseInput, choose as chooseOf } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const choose = write('story')
  .meta({ summary: 'Makes a choice of the current scene, once, with all that follows from it.' })
  .input(chooseInput)
  .output(answers(choiceOutcome))
  .mutation(({ ctx, input }) => chooseOf(storyOf(ctx.scoped), input));
