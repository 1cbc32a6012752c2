import { SessionState } from '@graphkeep/models/story';
import { startSession, startSessionInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const start = write('story')
  .meta({ summary: 'Starts a session of a player, as a character, in a world.' })
  .input(startSessionInput)
  .output(answers<SessionState>(SessionState.schema))
  .mutation(({ ctx, input }) => startSession(storyOf(ctx.scoped), input));
