import { recordEmotion, recordEmotionInput, recordedEmotion } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const record = write('story')
  .meta({ summary: 'Records what is felt in a session; a crisis that begins raises an alert.' })
  .input(recordEmotionInput)
  .output(answers(recordedEmotion))
  .mutation(({ ctx, input }) => recordEmotion(storyOf(ctx.scoped), input));
