import { relationshipRemoved, removeRelationship as remove, removeRelationshipInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const removeRelationship = write('story')
  .meta({ summary: 'Takes back what another character is to this one.' })
  .input(removeRelationshipInput)
  .output(answers(relationshipRemoved))
  .mutation(({ ctx, input }) => remove(storyOf(ctx.scoped), input));
