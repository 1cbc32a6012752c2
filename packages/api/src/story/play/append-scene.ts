import { type AppendedScene, appendScene as append, appendedScene, appendSceneInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const appendScene = write('story')
  .meta({ summary: 'Puts a scene with its choices at the end of an active session.' })
  .input(appendSceneInput)
  .output(answers<AppendedScene>(appendedScene))
  .mutation(({ ctx, input }) => append(storyOf(ctx.scoped), input));
