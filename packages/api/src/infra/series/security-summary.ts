import { type Answered, measured, securitySummaryInput } from '@graphkeep/infra';
import { answerSchema, SecuritySummary } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const securitySummary = read('infra')
  .meta({ summary: 'What has threatened the estate, and what is still open.' })
  .input(securitySummaryInput)
  .output(answers<Answered<SecuritySummary>>(answerSchema(SecuritySummary)))
  .query(({ ctx, input }) => measured.securitySummary(infraOf(ctx.scoped), input));
