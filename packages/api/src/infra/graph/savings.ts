import { type Answered, savings as answer, savingsInput } from '@graphkeep/infra';
import { answerSchema, Savings } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const savings = read('infra')
  .meta({ summary: 'What could cost less.' })
  .input(savingsInput)
  .output(answers<Answered<Savings>>(answerSchema(Savings)))
  .query(({ ctx, input }) => answer(infraOf(ctx.scoped), input));
