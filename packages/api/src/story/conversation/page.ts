import { conversationPage, conversationPageInput, conversationPageSchema } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const page = read('story')
  .meta({ summary: 'The newest messages of a conversation, or those before or after a place in it.' })
  .input(conversationPageInput)
  .output(answers(conversationPageSchema))
  .query(({ ctx, input }) => conversationPage(storyOf(ctx.scoped), input));
