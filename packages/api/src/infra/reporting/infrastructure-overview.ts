import {
  infrastructureOverviewInput,
  infrastructureOverview as overviewOf,
  reportSchema,
} from '@graphkeep/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const infrastructureOverview = read('infra')
  .meta({ summary: 'What the estate is made of, joined with what was measured of it.' })
  .input(infrastructureOverviewInput)
  .output(answers(reportSchema))
  .query(({ ctx, input }) => overviewOf(infraOf(ctx.scoped), input));
