import { erasurePlan, planErasure, planErasureInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const plan = read('story')
  .meta({ summary: 'What an erasure would take away, and the token that confirms it.' })
  .input(planErasureInput)
  .output(answers(erasurePlan))
  .query(({ ctx, input }) => planErasure(storyOf(ctx.scoped), input));
