import { anonymisedPlayer, anonymiseInput, anonymisePlayer } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { writeOutside } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const anonymise = writeOutside('story')
  .meta({ summary: 'Erases a player as it was planned, and keeps figures that lead to nobody.' })
  .input(anonymiseInput)
  .output(answers(anonymisedPlayer))
  .mutation(({ ctx, input }) => anonymisePlayer(storyOf(ctx.scoped), input));
