import { entitySchema } from '@graphkeep/models';
import { Session } from '@graphkeep/models/story';
import { setVariables as set, setVariablesInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const setVariables = write('story')
  .meta({ summary: 'Sets some variables and metrics of a session, unless somebody changed it since.' })
  .input(setVariablesInput)
  .output(answers(entitySchema(Session)))
  .mutation(({ ctx, input }) => set(storyOf(ctx.scoped), input));
