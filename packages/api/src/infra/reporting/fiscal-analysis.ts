import { fiscalAnalysis as analyse, fiscalAnalysisInput, reportSchema } from '@graphkeep/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const fiscalAnalysis = read('infra')
  .meta({ summary: 'What a fiscal year has cost, against its budget, and what it will cost by its end.' })
  .input(fiscalAnalysisInput)
  .output(answers(reportSchema))
  .query(({ ctx, input }) => analyse(infraOf(ctx.scoped), input));
