import { SessionState } from '@graphkeep/models/story';
import { loadSession, loadSessionInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const load = read('story')
  .meta({
    summary: 'All that a session needs to go on: character, world, scene, open choices, the newest page.',
  })
  .input(loadSessionInput)
  .output(answers<SessionState>(SessionState.schema))
  .query(({ ctx, input }) => loadSession(storyOf(ctx.scoped), input));
