import { erasureReceipts, listReceipts, receiptsInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const receipts = administer('story')
  .meta({ summary: 'All erasures, the newest first.' })
  .input(receiptsInput)
  .output(answers(erasureReceipts))
  .query(({ ctx, input }) => listReceipts(storyOf(ctx.scoped), input));
