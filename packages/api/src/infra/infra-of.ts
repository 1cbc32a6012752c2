import type { Graph } from '@graphkeep/models';
import { type InfraGraph, infraGraph } from '@graphkeep/models/infra';
import type { Scoped } from '@graphkeep/platform';
import { ofGraph } from '../of-graph.ts';

/**
 * The context's platform, in a host that serves the estate. The estate belongs to nobody: the scope of a key opens it, and
 * whose key it is does not matter.
 */
export const infraOf = (scoped: Scoped<Graph>): Scoped<InfraGraph> => {
  const { owner, ...principal } = scoped.principal;
  return ofGraph(infraGraph, owner === undefined ? scoped : scoped.as(principal));
};
