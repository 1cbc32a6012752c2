import { type Answered, latencyHeatmap as answer, latencyHeatmapInput } from '@graphkeep/infra';
import { answerSchema, type LatencyHeatmap, latencyHeatmapSchema } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const latencyHeatmap = read('infra')
  .meta({ summary: 'Who talks with whom, and how long that takes.' })
  .input(latencyHeatmapInput)
  .output(answers<Answered<LatencyHeatmap>>(answerSchema({ schema: latencyHeatmapSchema })))
  .query(({ ctx, input }) => answer(infraOf(ctx.scoped), input));
