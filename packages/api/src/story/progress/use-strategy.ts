import { entitySchema } from '@graphkeep/models';
import { CopingStrategy } from '@graphkeep/models/story';
import { useStrategy, useStrategyInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const use = write('story')
  .meta({ summary: 'Counts a use of a coping strategy, and how well it worked.' })
  .input(useStrategyInput)
  .output(answers(entitySchema(CopingStrategy)))
  .mutation(({ ctx, input }) => useStrategy(storyOf(ctx.scoped), input));
