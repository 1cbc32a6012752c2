import type { Graph, WhereOf } from '@graphkeep/models';
import type { StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

/** The same platform for work that goes over all definitions, whatever they are: new ones are covered unnamed. */
export const untyped = (platform: Scoped<StoryGraph>): Scoped<Graph> => platform as unknown as Scoped<Graph>;

/** A filter on fields that the types do not know here; the store itself refuses what it does not understand. */
export const filterOn = (conditions: Readonly<Record<string, unknown>>): WhereOf<Graph, string> =>
  conditions as WhereOf<Graph, string>;
