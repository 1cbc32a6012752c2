import { entitySchema } from '@graphkeep/models';
import { Session } from '@graphkeep/models/story';
import { completeSession, loadSessionInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const complete = write('story')
  .meta({ summary: 'Ends a session that came to its end.' })
  .input(loadSessionInput)
  .output(answers(entitySchema(Session)))
  .mutation(({ ctx, input }) => completeSession(storyOf(ctx.scoped), input));
