import { ingestInput, ingestReport, ingest as take } from '@graphkeep/infra';
import { answers } from '../answers.ts';
import { writeOutside } from '../procedures.ts';
import { infraOf } from './infra-of.ts';

// Rows that are there already are left out, so that a call that is made again does no harm.
export const ingest = writeOutside('infra')
  .meta({ summary: 'Takes measurements of one series; what is wrong is told by its place and left out.' })
  .input(ingestInput)
  .output(answers(ingestReport))
  .mutation(({ ctx, input }) => take(infraOf(ctx.scoped), input));
