import { entitySchema } from '@graphkeep/models';
import { Skill } from '@graphkeep/models/story';
import { attemptSkill, attemptSkillInput } from '@graphkeep/story';
import { answers } from '../../answers.ts';
import { write } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

export const attempt = write('story')
  .meta({ summary: 'Counts an attempt at a skill; every third success raises its level.' })
  .input(attemptSkillInput)
  .output(answers(entitySchema(Skill)))
  .mutation(({ ctx, input }) => attemptSkill(storyOf(ctx.scoped), input));
