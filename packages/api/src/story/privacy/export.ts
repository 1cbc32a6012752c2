import { exportedPart, exportPart, exportPartInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const exportData = read('story')
  .meta({ summary: 'Some lines of all that is held on a player; `next` asks for more.' })
  .input(exportPartInput)
  .output(answers(exportedPart))
  .query(({ ctx, input }) => exportPart(storyOf(ctx.scoped), input));
