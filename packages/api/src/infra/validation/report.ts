import { readValidation, validationReport, validationReportInput } from '@graphkeep/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';
import { measuredOf } from '../measured-of.ts';

export const report = read('infra')
  .meta({ summary: 'What a validation found, the most urgent first, against the one before it.' })
  .input(validationReportInput)
  .output(answers(validationReport))
  .query(async ({ ctx, input }) => readValidation(await measuredOf(infraOf(ctx.scoped)), input));
