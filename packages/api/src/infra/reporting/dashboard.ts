import { executiveDashboard, executiveDashboardInput, reportSchema } from '@graphkeep/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const dashboard = read('infra')
  .meta({ summary: 'How the estate is doing, on one page, as deep as its reader needs it.' })
  .input(executiveDashboardInput)
  .output(answers(reportSchema))
  .query(({ ctx, input }) => executiveDashboard(infraOf(ctx.scoped), input));
