import { NarrativeContext } from '@graphkeep/models/story';
import { loadSessionInput, narrativeContext } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const context = read('story')
  .meta({
    summary: 'What whoever tells the story must know: scene, last choices, open threads, state of the world.',
  })
  .input(loadSessionInput)
  .output(answers<NarrativeContext>(NarrativeContext.schema))
  .query(({ ctx, input }) => narrativeContext(storyOf(ctx.scoped), input));
