import { type Answered, measured, serviceTrendInput } from '@graphkeep/infra';
import { answerSchema, ServiceTrend } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const serviceTrend = read('infra')
  .meta({ summary: 'How one service has been doing over time.' })
  .input(serviceTrendInput)
  .output(answers<Answered<ServiceTrend>>(answerSchema(ServiceTrend)))
  .query(({ ctx, input }) => measured.serviceTrend(infraOf(ctx.scoped), input));
