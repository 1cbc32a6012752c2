import { entitySchema } from '@graphkeep/models';
import { Session } from '@graphkeep/models/story';
import { abandonSession, loadSessionInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const abandon = write('story')
  .meta({ summary: 'Ends a session that did not come to its end.' })
  .input(loadSessionInput)
  .output(answers(entitySchema(Session)))
  .mutation(({ ctx, input }) => abandonSession(storyOf(ctx.scoped), input));
