import { entitySchema } from '@graphkeep/models';
import { Character } from '@graphkeep/models/story';
import { moveCharacter, moveCharacterInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const move = write('story')
  .meta({ summary: 'Puts a character into another place of a world.' })
  .input(moveCharacterInput)
  .output(answers(entitySchema(Character)))
  .mutation(({ ctx, input }) => moveCharacter(storyOf(ctx.scoped), input));
