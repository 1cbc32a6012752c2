import { foundMessagesSchema, searchConversation, searchConversationInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const search = read('story')
  .meta({ summary: 'Messages that hold any of these words, in one conversation or all of a player.' })
  .input(searchConversationInput)
  .output(answers(foundMessagesSchema))
  .query(({ ctx, input }) => searchConversation(storyOf(ctx.scoped), input));
