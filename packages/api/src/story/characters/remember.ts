import { entitySchema } from '@graphkeep/models';
import { Memory } from '@graphkeep/models/story';
import { rememberInput, remember as rememberOf } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const remember = write('story')
  .meta({ summary: 'Gives a character a memory.' })
  .input(rememberInput)
  .output(answers(entitySchema(Memory)))
  .mutation(({ ctx, input }) => rememberOf(storyOf(ctx.scoped), input));
