import type { Graph } from '@graphkeep/models';
import type { Scoped } from '@graphkeep/platform';

/**
 * The context's platform, typed by the graph that the host has opened it with.
 *
 * @example const tasks = ofGraph(graph, ctx.scoped).repo(Task);
 */
export const ofGraph = <G extends Graph>(_graph: G, scoped: Scoped<Graph>): Scoped<G> =>
  scoped as unknown as Scoped<G>;
