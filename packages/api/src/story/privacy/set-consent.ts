import { consentState, setConsent, setConsentInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const set = write('story')
  .meta({ summary: 'Gives or withdraws a consent, with the time.' })
  .input(setConsentInput)
  .output(answers(consentState))
  .mutation(({ ctx, input }) => setConsent(storyOf(ctx.scoped), input));
