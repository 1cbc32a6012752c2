import { type Answered, serviceDependencies as answer, serviceDependenciesInput } from '@graphkeep/infra';
import { answerSchema, ServiceDependencies } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const serviceDependencies = read('infra')
  .meta({ summary: 'Who depends on whom, and how much hangs on each service.' })
  .input(serviceDependenciesInput)
  .output(answers<Answered<ServiceDependencies>>(answerSchema(ServiceDependencies)))
  .query(({ ctx, input }) => answer(infraOf(ctx.scoped), input));
