import { type Answered, incidentSummaryInput, measured } from '@graphkeep/infra';
import { answerSchema, IncidentSummary } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const incidentSummary = read('infra')
  .meta({ summary: 'What went wrong, and how soon it was mended.' })
  .input(incidentSummaryInput)
  .output(answers<Answered<IncidentSummary>>(answerSchema(IncidentSummary)))
  .query(({ ctx, input }) => measured.incidentSummary(infraOf(ctx.scoped), input));
