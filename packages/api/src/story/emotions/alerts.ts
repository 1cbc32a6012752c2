import { alertPage, listAlerts, listAlertsInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const alerts = administer('story')
  .meta({ summary: 'Crises that began, the newest first, by their keys alone.' })
  .input(listAlertsInput.prefault({}))
  .output(answers(alertPage))
  .query(({ ctx, input }) => listAlerts(storyOf(ctx.scoped), input));
