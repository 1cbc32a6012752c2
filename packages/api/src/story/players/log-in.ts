import { entitySchema } from '@graphkeep/models';
import { Player } from '@graphkeep/models/story';
import { logIn as logInOf, playerInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const logIn = write('story')
  .meta({ summary: 'Notes that a player is here, and brings what they see first within reach.' })
  .input(playerInput)
  .output(answers(entitySchema(Player)))
  .mutation(({ ctx, input }) => logInOf(storyOf(ctx.scoped), input));
