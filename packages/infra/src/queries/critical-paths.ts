import { type CriticalPaths, CrowdedPlaces, type SinglePoint } from '@graphkeep/models/infra';
import { z } from 'zod';
import { estateAdjacency } from '../adjacency/estate-adjacency.ts';
import { MOST_FINDINGS } from '../adjacency/findings-in.ts';
import { type Answered, cachedAnswer } from '../answers/cached-answer.ts';
import type { EstateGraph } from '../estate-graph.ts';
import { beingCounted, summaryOf } from '../summary/summary-of.ts';

export const criticalPathsInput = z.strictObject({
  /** Of each kind of finding so many at most. */
  limit: z.int().min(1).max(MOST_FINDINGS).default(50),
  /** Chains of fewer services are not told. */
  chainFrom: z.int().min(2).max(1_000).default(6),
});
export type CriticalPathsInput = z.input<typeof criticalPathsInput>;

const WAIT_MS = 1_000;

/** What much hangs on. */
export const criticalPaths = async (
  platform: EstateGraph,
  given: CriticalPathsInput = {},
): Promise<Answered<CriticalPaths>> => {
  const { limit, chainFrom } = criticalPathsInput.parse(given);
  const [adjacency, places] = await Promise.all([
    platform.service(estateAdjacency).current(WAIT_MS),
    cachedAnswer(platform, CrowdedPlaces, { limit }, () => readCrowdedPlaces(platform, limit)),
  ]);
  const { degraded: stale, ...crowded } = places;
  const degraded =
    crowded.databaseBottlenecks === null
      ? [
          ...stale,
          {
            store: 'graph' as const,
            missing: beingCounted('how many services use each database and cluster'),
            since: crowded.asOf,
          },
        ]
      : stale;
  if (adjacency.state === 'loading')
    return {
      ...crowded,
      ...{ singlePoints: null, longestChains: null, cycles: null },
      degraded: [...degraded, adjacency.degradation],
    };
  const { crowded: hubs, articulation, longestChains, cycles } = adjacency.findings;
  return {
    ...crowded,
    singlePoints: together(hubs.slice(0, limit), articulation.slice(0, limit)),
    longestChains: longestChains.filter(({ length }) => length >= chainFrom).slice(0, limit),
    cycles: cycles.slice(0, limit),
    asOf: earlier(crowded.asOf, adjacency.asOf),
    degraded,
  };
};

/** Of either kind, each once; those with the most dependents first. */
const together = (hubs: readonly SinglePoint[], cuts: readonly SinglePoint[]): readonly SinglePoint[] =>
  [...new Map([...hubs, ...cuts].map((point) => [point.serviceId, point])).values()].sort(
    (one, other) => other.dependents - one.dependents || (one.serviceId < other.serviceId ? -1 : 1),
  );

const earlier = (one: Date, other: Date): Date => (one < other ? one : other);

const readCrowdedPlaces = async (platform: EstateGraph, limit: number): Promise<CrowdedPlaces> => {
  const summary = await summaryOf(platform);
  if (!summary) return { databaseBottlenecks: null, clusterConcentration: null, asOf: platform.now() };
  return {
    databaseBottlenecks: summary.databases
      .filter(({ services }) => services >= 2)
      .slice(0, limit)
      .map((one) => ({ ...one, severity: severityOf(one.services, 4, 3) })),
    clusterConcentration: summary.clusters
      .filter(({ services }) => services >= 3)
      .slice(0, limit)
      .map(({ name, services }) => ({ key: name, services, severity: severityOf(services, 5, 4) })),
    asOf: summary.madeAt,
  };
};

const severityOf = (services: number, high: number, medium: number): 'high' | 'medium' | 'low' =>
  services >= high ? 'high' : services >= medium ? 'medium' : 'low';
