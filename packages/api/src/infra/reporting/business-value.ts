import { businessValueReport, businessValueReportInput, reportSchema } from '@graphkeep/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const businessValue = read('infra')
  .meta({ summary: 'What initiatives brought in a month, a quarter or a year, beside what the estate cost.' })
  .input(businessValueReportInput)
  .output(answers(reportSchema))
  .query(({ ctx, input }) => businessValueReport(infraOf(ctx.scoped), input));
