import { loadEstate, loadEstateInput, loadedEstate } from '@graphkeep/infra';
import { answers } from '../answers.ts';
import { write } from '../procedures.ts';
import { infraOf } from './infra-of.ts';

export const load = write('infra')
  .meta({ summary: 'Makes nodes and relationships of the estate, or brings them up to date, all or none.' })
  .input(loadEstateInput)
  .output(answers(loadedEstate))
  .mutation(({ ctx, input }) => loadEstate(infraOf(ctx.scoped), input));
