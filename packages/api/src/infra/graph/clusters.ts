import { type Answered, clusters as answer, clustersInput } from '@graphkeep/infra';
import { answerSchema, Clusters } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const clusters = read('infra')
  .meta({ summary: 'Clusters, what runs on them, and what that needs; what costs the most is the first.' })
  .input(clustersInput)
  .output(answers<Answered<Clusters>>(answerSchema(Clusters)))
  .query(({ ctx, input }) => answer(infraOf(ctx.scoped), input));
