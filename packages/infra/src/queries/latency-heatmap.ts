import { type LatencyHeatmap, MeasuredPairs, TalkingPairs } from '@graphkeep/models/infra';
import { cypher } from '@graphkeep/platform';
import { sql } from 'kysely';
import { z } from 'zod';
import { type Answered, cachedAnswer } from '../answers/cached-answer.ts';
import { partOf } from '../answers/part-of.ts';
import type { EstateGraph } from '../estate-graph.ts';
import { measurementsOf } from '../measurements/measurements.ts';
import { matrixOf } from '../series/network-latency.ts';
import { type RangeInput, rangeFields, rangeOf } from '../series/range.ts';

export const latencyHeatmapInput = z.strictObject({
  ...rangeFields,
  /** Pairs of which one end runs there. */
  region: z.string().optional(),
  /** Pairs of which this is one end. */
  serviceId: z.string().optional(),
  /** Pairs at most. */
  limit: z.int().min(1).max(1_000).default(200),
});
export type LatencyHeatmapInput = z.input<typeof latencyHeatmapInput>;

const HOURS = { hours: 24 };

/** Who talks with whom, and how long that takes; measurements that are away are missing, and the answer says so. */
export const latencyHeatmap = async (
  platform: EstateGraph,
  given: LatencyHeatmapInput = {},
): Promise<Answered<LatencyHeatmap>> => {
  const { region, serviceId, limit, ...asked } = latencyHeatmapInput.parse(given);
  const range = rangeOf(asked, platform.now(), HOURS);
  const talking = await cachedAnswer(platform, TalkingPairs, { region, serviceId, limit }, () =>
    readTalking(platform, { region, serviceId, limit }),
  );
  const { value, degraded } = await partOf(platform, { store: 'sql', missing: 'measured latencies' }, () =>
    readMeasured(platform, talking, asked),
  );
  const measured = new Map(value?.pairs.map((pair) => [nameOf(pair), pair]));
  const pairs = talking.pairs.map(({ source, target, sourceRegion, targetRegion }) => {
    const { latencyMs = null, p95 = null, requests = null } = measured.get(nameOf({ source, target })) ?? {};
    const crossRegion = sourceRegion === null || targetRegion === null ? null : sourceRegion !== targetRegion;
    return { source, target, crossRegion, latencyMs, p95, requests };
  });
  return {
    range: value?.range ?? range,
    pairs,
    dependencies: talking.dependencies,
    ...matrixOf(pairs),
    asOf: talking.asOf,
    degraded: [...talking.degraded, ...(value?.degraded ?? []), ...degraded],
  };
};

const nameOf = ({ source, target }: { readonly source: string; readonly target: string }): string =>
  JSON.stringify([source, target]);

interface Filter {
  readonly region: string | undefined;
  readonly serviceId: string | undefined;
  readonly limit: number;
}
const row = z.object({
  source: z.string(),
  target: z.string(),
  sourceRegion: z.string().optional(),
  targetRegion: z.string().optional(),
});

const readTalking = async (
  platform: EstateGraph,
  { region, serviceId, limit }: Filter,
): Promise<TalkingPairs> => {
  const asOf = platform.now();
  const found = cypher`RETURN s.serviceId AS source, o.serviceId AS target, s.region AS sourceRegion, o.region AS targetRegion LIMIT ${limit}`;
  // Each begins where an index leads to, and ends when it has enough.
  const ways =
    serviceId !== undefined
      ? [
          cypher`MATCH (s:Service {serviceId: ${serviceId}})-[:DEPENDS_ON]->(o:Service) ${found}`,
          cypher`MATCH (o:Service {serviceId: ${serviceId}})<-[:DEPENDS_ON]-(s:Service) ${found}`,
        ]
      : region !== undefined
        ? [
            cypher`MATCH (s:AWSResource {region: ${region}})-[:DEPENDS_ON]->(o:Service) ${found}`,
            cypher`MATCH (o:AWSResource {region: ${region}})<-[:DEPENDS_ON]-(s:Service) ${found}`,
          ]
        : [cypher`MATCH (s:Service)-[:DEPENDS_ON]->(o:Service) ${found}`];
  const [counted, ...answers] = await Promise.all([
    platform.query(cypher`MATCH ()-[r:DEPENDS_ON]->() RETURN count(r) AS edges`, {
      rows: z.object({ edges: z.int() }),
      operation: 'infra.dependencies.count',
    }),
    ...ways.map((way) => platform.query(way, { rows: row, operation: 'infra.latency.pairs' })),
  ]);
  const pairs = new Map(
    answers
      .flat()
      .filter((pair) => region === undefined || pair.sourceRegion === region || pair.targetRegion === region)
      .map((pair) => [nameOf(pair), pair]),
  );
  return {
    pairs: [...pairs.values()]
      .slice(0, limit)
      .map(({ source, target, sourceRegion = null, targetRegion = null }) => ({
        ...{ source, target, sourceRegion, targetRegion },
      })),
    dependencies: counted[0]?.edges ?? 0,
    asOf,
  };
};

/** Of these pairs alone, from the index by pair. */
const readMeasured = (
  platform: EstateGraph,
  { pairs }: TalkingPairs,
  asked: RangeInput,
): Promise<Answered<MeasuredPairs>> => {
  const load = async (): Promise<MeasuredPairs> => {
    const { sql: store, now } = await measurementsOf(platform).ready();
    const asOf = now();
    const range = rangeOf(asked, asOf, HOURS);
    const { rows } = await store.read((db) =>
      sql<MeasuredPairs['pairs'][number]>`
        SELECT m.source, m.target,
          coalesce(sum(latency_avg * requests) / nullif(sum(requests) FILTER (WHERE latency_avg IS NOT NULL), 0), avg(latency_avg)) AS "latencyMs",
          max(latency_p95) AS p95, sum(requests)::float8 AS requests
        FROM unnest(${textArray(pairs.map(({ source }) => source))}::text[], ${textArray(pairs.map(({ target }) => target))}::text[]) AS p(source, target)
        JOIN network_metrics m ON m.source = p.source AND m.target = p.target
        WHERE m.time >= ${range.start} AND m.time < ${range.end} GROUP BY 1, 2`.execute(db),
    );
    return { range, pairs: rows, asOf };
  };
  const key = { ...asked, pairs: pairs.map(nameOf) };
  return cachedAnswer(platform, MeasuredPairs, key, load, 'sql');
};

/** As PostgreSQL writes a list of texts. */
const textArray = (texts: readonly string[]): string =>
  `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
