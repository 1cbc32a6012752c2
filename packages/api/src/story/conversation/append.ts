import { appendedMessages, appendMessages, appendMessagesInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { writeOutside } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

/** The ids of the messages follow from the Idempotency-Key, where the caller gives none: so they are kept once. */
export const append = writeOutside('story')
  .meta({ summary: 'Adds messages to the conversation of a session, all of them or none.' })
  .input(appendMessagesInput)
  .output(answers(appendedMessages))
  .mutation(({ ctx, input }) =>
    appendMessages(storyOf(ctx.scoped), input, { idempotencyKey: ctx.once?.idempotencyKey }),
  );
