import { indexUseAnswer, indexUse as tell } from '@graphkeep/infra';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';
import { measuredOf } from '../measured-of.ts';

export const indexUse = administer('infra')
  .meta({
    summary: 'Which indexes nobody uses, which are missing, and which tables are read from end to end.',
  })
  .output(answers(indexUseAnswer))
  .query(async ({ ctx }) => tell(await measuredOf(infraOf(ctx.scoped))));
