import { type Answered, measured, networkLatencyInput } from '@graphkeep/infra';
import { answerSchema, NetworkLatency } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const networkLatency = read('infra')
  .meta({ summary: 'How fast services answer each other.' })
  .input(networkLatencyInput)
  .output(answers<Answered<NetworkLatency>>(answerSchema(NetworkLatency)))
  .query(({ ctx, input }) => measured.networkLatency(infraOf(ctx.scoped), input));
