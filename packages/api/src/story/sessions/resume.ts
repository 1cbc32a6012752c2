import { SessionState } from '@graphkeep/models/story';
import { loadSessionInput, resumeSession } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const resume = write('story')
  .meta({ summary: 'Goes on with a paused session, and answers its whole state.' })
  .input(loadSessionInput)
  .output(answers<SessionState>(SessionState.schema))
  .mutation(({ ctx, input }) => resumeSession(storyOf(ctx.scoped), input));
