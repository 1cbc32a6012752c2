import { type Answered, costAnalysisInput, measured } from '@graphkeep/infra';
import { answerSchema, CostAnalysis } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const costAnalysis = read('infra')
  .meta({ summary: 'What the estate costs, what of it is wasted, and what the month will have cost.' })
  .input(costAnalysisInput)
  .output(answers<Answered<CostAnalysis>>(answerSchema(CostAnalysis)))
  .query(({ ctx, input }) => measured.costAnalysis(infraOf(ctx.scoped), input));
