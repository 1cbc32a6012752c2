import { Topology } from '@graphkeep/models/infra';
import { z } from 'zod';
import { type Answered, cachedAnswer } from '../../answers/cached-answer.ts';
import type { EstateGraph } from '../../estate-graph.ts';
import { beingCounted, summaryOf } from '../../summary/summary-of.ts';
import { countNodes, countRelationships, sumOf } from './counts.ts';
import { type Drawing, readNodes, readRelationships } from './drawn.ts';
import { nodeLabels } from './kinds.ts';

export const topologyInput = z.strictObject({
  /** Nodes of these labels; all of them, where it is left out. */
  labels: z.array(z.enum(nodeLabels)).min(1).optional(),
  region: z.string().min(1).optional(),
  /** Services and applications of it; other nodes have none. */
  environment: z.string().min(1).optional(),
  /** The parts of this application. */
  application: z.string().min(1).optional(),
  /** Nodes that are drawn at most; where there are more, the answer is an overview. */
  limit: z.int().min(1).max(2_000).default(500),
});
export type TopologyInput = z.input<typeof topologyInput>;

/** For each node that is drawn so many relationships at most. */
const RELATIONSHIPS_PER_NODE = 10;

/** The estate, or a part of it, to be drawn; an overview where it is too much for that. */
export const topology = async (
  platform: EstateGraph,
  given: TopologyInput = {},
): Promise<Answered<Topology>> => {
  const input = topologyInput.parse(given);
  const answer = await cachedAnswer(platform, Topology, input, () => readTopology(platform, input));
  if (answer.regions !== null) return answer;
  const missing = beingCounted('how many nodes there are in each region and cluster');
  return { ...answer, degraded: [...answer.degraded, { store: 'graph', missing, since: answer.asOf }] };
};

const readTopology = async (
  platform: EstateGraph,
  { labels = [...nodeLabels], region, environment, application, limit }: z.output<typeof topologyInput>,
): Promise<Topology> => {
  const asOf = platform.now();
  const drawing = { labels: [...new Set(labels)], region, environment, application, limit };
  const nodes = await readNodes(platform, drawing);
  const relationships = nodes && (await readRelationships(platform, nodes, limit * RELATIONSHIPS_PER_NODE));
  if (!nodes || !relationships) return readOverview(platform, drawing, asOf);
  const byLabel = groupsOf(nodes, ({ label }) => label).map(([label, count]) => ({ label, count }));
  const byType = groupsOf(relationships, ({ type }) => type).map(([type, count]) => ({ type, count }));
  return {
    mode: 'whole',
    counts: { nodes: nodes.length, relationships: relationships.length, byLabel, byType },
    ...{ nodes, relationships, regions: [], clusters: [], asOf },
  };
};

/** What is known of it without looking at each node. */
const readOverview = async (platform: EstateGraph, drawing: Drawing, asOf: Date): Promise<Topology> => {
  const { labels, region, environment, application } = drawing;
  const overview = application === undefined ? await placesOf(platform, drawing) : NO_PLACES;
  const isWhole = [region, environment, application].every((filter) => filter === undefined);
  const byLabel = isWhole
    ? await countNodes(platform, labels)
    : application === undefined && overview
      ? labels.map((label) => ({
          label,
          count: sumOf(overview.regions.filter((one) => one.label === label)),
        }))
      : null;
  const byType = isWhole && labels.length === nodeLabels.length ? await countRelationships(platform) : null;
  return {
    mode: 'overview',
    counts: {
      nodes: byLabel && sumOf(byLabel),
      relationships: byType && sumOf(byType),
      byLabel,
      byType,
    },
    ...{ nodes: [], relationships: [] },
    regions: overview?.regions ?? null,
    clusters: overview?.clusters ?? null,
    asOf: overview?.madeAt ?? asOf,
  };
};

interface Places extends Pick<Topology, 'regions' | 'clusters'> {
  readonly regions: NonNullable<Topology['regions']>;
  readonly madeAt?: Date;
}
/** Of the parts of one application nothing is summed up. */
const NO_PLACES: Places = { regions: [], clusters: [] };
const MOST_CLUSTERS = 200;

const placesOf = async (
  platform: EstateGraph,
  { labels, region, environment }: Drawing,
): Promise<Places | null> => {
  const summary = await summaryOf(platform);
  return (
    summary && {
      madeAt: summary.madeAt,
      regions: summary.regions.filter(
        (one) =>
          labels.some((label) => label === one.label) &&
          (region === undefined || one.region === region) &&
          (environment === undefined || one.environment === environment),
      ),
      clusters: labels.includes('EKSCluster')
        ? summary.clusters
            .filter((one) => region === undefined || one.region === region)
            .slice(0, MOST_CLUSTERS)
        : [],
    }
  );
};

const groupsOf = <T>(items: readonly T[], by: (item: T) => string): readonly (readonly [string, number])[] =>
  [...Map.groupBy(items, by)].map(([name, group]) => [name, group.length]);
