import { consentState, readConsents, readConsentsInput } from '@graphkeep/story';
import { z } from 'zod';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const consents = read('story')
  .meta({ summary: 'What a player has agreed to, and since when.' })
  .input(readConsentsInput)
  .output(answers(z.array(consentState).readonly()))
  .query(({ ctx, input }) => readConsents(storyOf(ctx.scoped), input));
