import { capacityAnswer, capacityInput, capacity as tell } from '@graphkeep/infra';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';
import { measuredOf } from '../measured-of.ts';

export const capacity = administer('infra')
  .meta({
    summary: 'How large the tables of measurements are, how fast they grow, and for how long there is room.',
  })
  .input(capacityInput)
  .output(answers(capacityAnswer))
  .query(async ({ ctx, input }) => tell(await measuredOf(infraOf(ctx.scoped)), input));
