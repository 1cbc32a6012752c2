import { type Answered, databasePerformanceInput, measured } from '@graphkeep/infra';
import { answerSchema, DatabasePerformance } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const databasePerformance = read('infra')
  .meta({ summary: 'Which databases have too much to do.' })
  .input(databasePerformanceInput)
  .output(answers<Answered<DatabasePerformance>>(answerSchema(DatabasePerformance)))
  .query(({ ctx, input }) => measured.databasePerformance(infraOf(ctx.scoped), input));
