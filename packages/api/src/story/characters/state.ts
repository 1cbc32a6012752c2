import { CharacterState } from '@graphkeep/models/story';
import { characterState, characterStateInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const state = read('story')
  .meta({ summary: 'A character with whom it knows and what it remembers.' })
  .input(characterStateInput)
  .output(answers<CharacterState>(CharacterState.schema))
  .query(({ ctx, input }) => characterState(storyOf(ctx.scoped), input));
