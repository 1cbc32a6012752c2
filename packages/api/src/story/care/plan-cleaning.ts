import { cleaningPlan, planCleaning, planCleaningInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const plan = administer('story')
  .meta({ summary: 'Which cached values a cleaning would take away, and the token that confirms it.' })
  .input(planCleaningInput)
  .output(answers(cleaningPlan))
  .query(({ ctx, input }) => planCleaning(storyOf(ctx.scoped), input));
