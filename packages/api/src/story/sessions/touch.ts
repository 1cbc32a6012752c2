import { loadSessionInput, touched, touchSession } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { writeOutside } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

/** The latest touch counts, so that one which comes twice does nothing more. */
export const touch = writeOutside('story')
  .meta({ summary: 'Says that a session is still played, and keeps its state within reach.' })
  .input(loadSessionInput)
  .output(answers(touched))
  .mutation(({ ctx, input }) => touchSession(storyOf(ctx.scoped), input));
