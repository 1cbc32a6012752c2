import { type Answered, criticalPaths as answer, criticalPathsInput } from '@graphkeep/infra';
import { answerSchema, type CriticalPaths, criticalPathsSchema } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const criticalPaths = read('infra')
  .meta({
    summary:
      'What much hangs on: single points of failure, crowded databases and clusters, long chains, cycles.',
  })
  .input(criticalPathsInput)
  .output(answers<Answered<CriticalPaths>>(answerSchema({ schema: criticalPathsSchema })))
  .query(({ ctx, input }) => answer(infraOf(ctx.scoped), input));
