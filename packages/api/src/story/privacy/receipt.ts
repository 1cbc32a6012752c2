import { erasureReceipt, readReceipt, receiptInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const receipt = read('story')
  .meta({ summary: 'How far an erasure is. It names nobody.' })
  .input(receiptInput)
  .output(answers(erasureReceipt))
  .query(({ ctx, input }) => readReceipt(storyOf(ctx.scoped), input));
