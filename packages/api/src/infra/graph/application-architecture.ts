import {
  type Answered,
  applicationArchitecture as answer,
  applicationArchitectureInput,
} from '@graphkeep/infra';
import { ApplicationArchitecture, answerSchema } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const applicationArchitecture = read('infra')
  .meta({ summary: 'What an application is made of.' })
  .input(applicationArchitectureInput)
  .output(answers<Answered<ApplicationArchitecture>>(answerSchema(ApplicationArchitecture)))
  .query(({ ctx, input }) => answer(infraOf(ctx.scoped), input));
