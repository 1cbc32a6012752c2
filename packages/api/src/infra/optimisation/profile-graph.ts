import { graphProfileAnswer, profileGraphInput, profileGraph as tell } from '@graphkeep/infra';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const profileGraph = administer('infra')
  .meta({ summary: "What each statement of the estate's queries costs the graph." })
  .input(profileGraphInput)
  .output(answers(graphProfileAnswer))
  .query(({ ctx, input }) => tell(infraOf(ctx.scoped), input));
