import { type Answered, topology as answer, topologyInput } from '@graphkeep/infra';
import { answerSchema, Topology } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const topology = read('infra')
  .meta({ summary: 'The estate, or a part of it, to be drawn; an overview where it is too much for that.' })
  .input(topologyInput)
  .output(answers<Answered<Topology>>(answerSchema(Topology)))
  .query(({ ctx, input }) => answer(infraOf(ctx.scoped), input));
