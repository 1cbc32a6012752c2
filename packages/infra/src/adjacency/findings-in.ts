import { degreeOf, type Links } from './adjacency.ts';
import { articulationPoints } from './articulation-points.ts';
import { componentsOf } from './components.ts';
import { cyclesOf } from './cycles.ts';
import { greatest } from './greatest.ts';
import { longestChains } from './longest-chains.ts';

interface FoundPoint {
  readonly node: number;
  readonly dependents: number;
  readonly articulation: boolean;
}

/** What follows from who depends on whom, by numbers. */
export interface Found {
  /** Those with the most dependents first. */
  readonly crowded: readonly FoundPoint[];
  readonly articulation: readonly FoundPoint[];
  readonly longestChains: readonly (readonly number[])[];
  readonly cycles: readonly { readonly path: readonly number[]; readonly members: number }[];
}

/** Of each kind. */
export const MOST_FINDINGS = 500;
/** A longer chain is told by its beginning. */
const LONGEST_CHAIN = 1_000;
/** A service is a single point from so many dependents on. */
const MANY_DEPENDENTS = 3;

export const findingsIn = (links: Links): Found => {
  const components = componentsOf(links);
  const isCut = articulationPoints(links);
  const dependents = Uint32Array.from(isCut, (_, node) => degreeOf(links.backward, node));
  const point = (node: number): FoundPoint => ({
    node,
    dependents: dependents[node] ?? 0,
    articulation: isCut[node] === 1,
  });
  const crowd = dependents.map((count) => (count >= MANY_DEPENDENTS ? count : 0));
  const cuts = dependents.map((count, node) => (isCut[node] === 1 ? count + 1 : 0));
  return {
    crowded: greatest(crowd, MOST_FINDINGS).map(point),
    articulation: greatest(cuts, MOST_FINDINGS).map(point),
    longestChains: longestChains(links, MOST_FINDINGS, components).map((chain) =>
      chain.slice(0, LONGEST_CHAIN),
    ),
    cycles: cyclesOf(links, MOST_FINDINGS, components),
  };
};
