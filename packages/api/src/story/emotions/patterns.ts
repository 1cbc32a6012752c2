import { emotionalPatterns, emotionalPatternsAnswer, emotionalPatternsInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const patterns = read('story')
  .meta({ summary: 'What shows in what a player felt within a time, and what helped.' })
  .input(emotionalPatternsInput)
  .output(answers(emotionalPatternsAnswer))
  .query(({ ctx, input }) => emotionalPatterns(storyOf(ctx.scoped), input));
