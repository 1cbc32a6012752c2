import { type Answered, measured, systemSummaryInput } from '@graphkeep/infra';
import { answerSchema, SystemSummary } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const systemSummary = read('infra')
  .meta({ summary: 'How every service has been doing, the worst first.' })
  .input(systemSummaryInput)
  .output(answers<Answered<SystemSummary>>(answerSchema(SystemSummary)))
  .query(({ ctx, input }) => measured.systemSummary(infraOf(ctx.scoped), input));
