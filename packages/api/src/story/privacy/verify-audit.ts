import { auditVerdict, verifyAudit, verifyAuditInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const verify = administer('story')
  .meta({ summary: 'Whether an entry of the audit was changed, taken out or put in.' })
  .input(verifyAuditInput)
  .output(answers(auditVerdict))
  .query(({ ctx, input }) => verifyAudit(storyOf(ctx.scoped), input));
