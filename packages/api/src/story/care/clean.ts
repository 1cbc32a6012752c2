import { cleanCache, cleanCacheInput, cleaningReport } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const clean = administer('story')
  .meta({ summary: 'Takes cached values away as it was planned.' })
  .input(cleanCacheInput)
  .output(answers(cleaningReport))
  .mutation(({ ctx, input }) => cleanCache(storyOf(ctx.scoped), input));
