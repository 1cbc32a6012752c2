import { migrateInput, migrateMeasurements, migrationsReport } from '@graphkeep/infra';
import { answers } from '../answers.ts';
import { administer } from '../procedures.ts';
import { infraOf } from './infra-of.ts';

export const migrate = administer('infra')
  .meta({
    summary: 'Makes or changes the tables of measurements where they are not as this program needs them.',
  })
  .input(migrateInput)
  .output(answers(migrationsReport))
  .mutation(({ ctx, input }) => migrateMeasurements(infraOf(ctx.scoped), input));
