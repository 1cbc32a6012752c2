import { Dashboard } from '@graphkeep/models/story';
import { dashboard as dashboardOf, playerInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const dashboard = read('story')
  .meta({ summary: 'What a player sees first.' })
  .input(playerInput)
  .output(answers<Dashboard>(Dashboard.schema))
  .query(({ ctx, input }) => dashboardOf(storyOf(ctx.scoped), input));
