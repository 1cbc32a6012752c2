import { Preferences } from '@graphkeep/models/story';
import { playerInput, preferences as preferencesOf } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const preferences = read('story')
  .meta({ summary: 'What a player has chosen, without who the player is.' })
  .input(playerInput)
  .output(answers<Preferences>(Preferences.schema))
  .query(({ ctx, input }) => preferencesOf(storyOf(ctx.scoped), input));
