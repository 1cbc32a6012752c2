import { blastRadius as answer, blastRadiusAnswer, blastRadiusInput } from '@graphkeep/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const blastRadius = read('infra')
  .meta({ summary: 'What fails when a service does, the nearest first.' })
  .input(blastRadiusInput)
  .output(answers(blastRadiusAnswer))
  .query(({ ctx, input }) => answer(infraOf(ctx.scoped), input));
