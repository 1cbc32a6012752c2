import { entitySchema } from '@graphkeep/models';
import { Session } from '@graphkeep/models/story';
import { loadSessionInput, pauseSession } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const pause = write('story')
  .meta({ summary: 'Stops a session for now: it can be resumed.' })
  .input(loadSessionInput)
  .output(answers(entitySchema(Session)))
  .mutation(({ ctx, input }) => pauseSession(storyOf(ctx.scoped), input));
