import { recalled, recallInput, recall as recallOf } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const recall = read('story')
  .meta({ summary: 'Memories of a character: the last, the weightiest, by words, by a vector.' })
  .input(recallInput)
  .output(answers(recalled))
  .query(({ ctx, input }) => recallOf(storyOf(ctx.scoped), input));
