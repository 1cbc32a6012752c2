import { relationship, setRelationship as set, setRelationshipInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const setRelationship = write('story')
  .meta({ summary: 'Says what another character is to this one, and how much.' })
  .input(setRelationshipInput)
  .output(answers(relationship))
  .mutation(({ ctx, input }) => set(storyOf(ctx.scoped), input));
