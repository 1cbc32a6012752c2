import { explainedAnswer, explainHot, explainHotInput } from '@graphkeep/infra';
import { z } from 'zod';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';
import { measuredOf } from '../measured-of.ts';

export const explain = administer('infra')
  .meta({ summary: 'Runs the hot statements once each, and tells what they read and what would be cheaper.' })
  .input(explainHotInput)
  .output(answers(z.strictObject({ statements: explainedAnswer })))
  .query(async ({ ctx, input }) => ({
    statements: await explainHot(await measuredOf(infraOf(ctx.scoped)), input),
  }));
