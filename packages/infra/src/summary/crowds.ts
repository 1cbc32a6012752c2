import { EC2Instance, EKSCluster, RDSInstance } from '@graphkeep/models/infra';
import { cypher } from '@graphkeep/platform';
import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';

/** How many services use a thing. */
export interface Crowd {
  readonly key: string;
  readonly services: number;
}

/** Of each kind; what fewer services use is not told. */
const MOST_CROWDS = 500;
/** Keys of one statement: none of them runs for long, whatever the size of the estate. */
const BATCH = 1_000;

const crowd = z.object({ key: z.string(), services: z.int() });

/** Clusters by how many services run on them. */
export const crowdedClusters = (platform: EstateGraph, signal?: AbortSignal): Promise<readonly Crowd[]> =>
  crowdsOf(
    platform.repo(EKSCluster).stream({ select: { name: true }, chunk: BATCH, ...(signal && { signal }) }),
    ({ name }) => name,
    (keys) =>
      platform.query(
        cypher`UNWIND ${keys} AS key MATCH (c:EKSCluster {name: key})<-[:DEPLOYED_ON]-(s:Service)
          RETURN key, count(DISTINCT s) AS services`,
        { rows: crowd, operation: 'infra.summary.clusters' },
      ),
  );

/** Databases by how many services use them. */
export const crowdedDatabases = async (
  platform: EstateGraph,
  signal?: AbortSignal,
): Promise<readonly (Crowd & { readonly label: string })[]> => {
  const options = { chunk: BATCH, ...(signal && { signal }) };
  const managed = await crowdsOf(
    platform.repo(RDSInstance).stream({ select: { identifier: true }, ...options }),
    ({ identifier }) => identifier,
    (keys) =>
      platform.query(
        cypher`UNWIND ${keys} AS key MATCH (d:RDSInstance {identifier: key})<-[:CONNECTS_TO|READS_FROM|QUERIES]-(s:Service)
          RETURN key, count(DISTINCT s) AS services`,
        { rows: crowd, operation: 'infra.summary.databases' },
      ),
  );
  const machines = await crowdsOf(
    platform
      .repo(EC2Instance)
      .stream({ select: { instanceId: true }, where: { sqlserverEdition: { gte: '' } }, ...options }),
    ({ instanceId }) => instanceId,
    (keys) =>
      platform.query(
        cypher`UNWIND ${keys} AS key MATCH (d:EC2Instance {instanceId: key})<-[:CONNECTS_TO|READS_FROM|QUERIES]-(s:Service)
          RETURN key, count(DISTINCT s) AS services`,
        { rows: crowd, operation: 'infra.summary.databases' },
      ),
  );
  return [
    ...managed.map((one) => ({ ...one, label: 'RDSInstance' })),
    ...machines.map((one) => ({ ...one, label: 'EC2Instance' })),
  ]
    .sort(byServices)
    .slice(0, MOST_CROWDS);
};

const crowdsOf = async <T>(
  things: AsyncIterable<T>,
  keyOf: (thing: T) => string,
  count: (keys: readonly string[]) => Promise<readonly Crowd[]>,
): Promise<readonly Crowd[]> => {
  let greatest: readonly Crowd[] = [];
  let keys: string[] = [];
  const flush = async (): Promise<void> => {
    const counted = await count(keys);
    keys = [];
    greatest = [...greatest, ...counted].sort(byServices).slice(0, MOST_CROWDS);
  };
  for await (const thing of things) if (keys.push(keyOf(thing)) >= BATCH) await flush();
  if (keys.length > 0) await flush();
  return greatest;
};

const byServices = (one: Crowd, other: Crowd): number =>
  other.services - one.services || (one.key < other.key ? -1 : 1);
