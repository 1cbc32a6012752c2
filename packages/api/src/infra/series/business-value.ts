import { type Answered, businessValueInput, measured } from '@graphkeep/infra';
import { answerSchema, BusinessValue } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const businessValue = read('infra')
  .meta({ summary: 'What initiatives have brought.' })
  .input(businessValueInput)
  .output(answers<Answered<BusinessValue>>(answerSchema(BusinessValue)))
  .query(({ ctx, input }) => measured.businessValue(infraOf(ctx.scoped), input));
