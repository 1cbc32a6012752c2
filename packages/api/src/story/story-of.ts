import type { Graph } from '@graphkeep/models';
import { type StoryGraph, storyGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { ofGraph } from '../of-graph.ts';

/** The context's platform, in a host that serves the story. */
export const storyOf = (scoped: Scoped<Graph>): Scoped<StoryGraph> => ofGraph(storyGraph, scoped);
