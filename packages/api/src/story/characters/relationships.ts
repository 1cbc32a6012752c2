import { listRelationships, listRelationshipsInput, relationshipList } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const relationships = read('story')
  .meta({ summary: 'Whom a character knows, the strongest first.' })
  .input(listRelationshipsInput)
  .output(answers(relationshipList))
  .query(({ ctx, input }) => listRelationships(storyOf(ctx.scoped), input));
