import { optimisationPlanAnswer, planIndexes } from '@graphkeep/infra';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';
import { measuredOf } from '../measured-of.ts';

export const plan = administer('infra')
  .meta({ summary: 'Which indexes of measurements are to be made and how, and the token that confirms it.' })
  .output(answers(optimisationPlanAnswer))
  .query(async ({ ctx }) => planIndexes(await measuredOf(infraOf(ctx.scoped))));
