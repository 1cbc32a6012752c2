import { auditPage, readAudit, readAuditInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const audit = administer('story')
  .meta({ summary: 'Who has seen or changed data of whom, the newest first.' })
  .input(readAuditInput)
  .output(answers(auditPage))
  .query(({ ctx, input }) => readAudit(storyOf(ctx.scoped), input));
