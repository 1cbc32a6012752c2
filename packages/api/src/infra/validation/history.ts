import { validationHistory, validationHistoryInput, validationHistoryPage } from '@graphkeep/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';
import { measuredOf } from '../measured-of.ts';

export const history = read('infra')
  .meta({ summary: 'The validations so far, the latest first, with what each was worth.' })
  .input(validationHistoryInput)
  .output(answers(validationHistoryPage))
  .query(async ({ ctx, input }) => validationHistory(await measuredOf(infraOf(ctx.scoped)), input));
