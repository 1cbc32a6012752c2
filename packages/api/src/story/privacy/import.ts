import { imported, importPart, importPartInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { writeOutside } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const importData = writeOutside('story')
  .meta({ summary: 'Takes some lines of an archive in. The same again changes nothing.' })
  .input(importPartInput)
  .output(answers(imported))
  .mutation(({ ctx, input }) => importPart(storyOf(ctx.scoped), input));
