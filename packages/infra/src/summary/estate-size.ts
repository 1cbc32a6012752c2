import type { EstateGraph } from '../estate-graph.ts';
import { countNodes, sumOf } from '../queries/topology/counts.ts';
import { nodeLabels } from '../queries/topology/kinds.ts';

/** An estate of so many nodes is counted when somebody asks. */
const SMALL = 50_000;

export const isSmall = async (platform: EstateGraph): Promise<boolean> =>
  sumOf(await countNodes(platform, nodeLabels)) <= SMALL;
