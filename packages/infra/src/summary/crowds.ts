import { EC2Instance, EKSCluster, RDSInstance } from '@graphkeep/models/infra';
import { cypher } from '@graphkeep/platform';
import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { type SavingsLedger, savingsLedger } from './savings-ledger.ts';

/** How many services use a thing. */
interface Crowd {
  readonly key: string;
  readonly services: number;
}

/** Of each kind; what fewer services use is not told. */
const MOST_CROWDS = 500;
/** Keys of one statement: none of them runs for long, whatever the size of the estate. */
const BATCH = 1_000;

const crowd = z.object({ key: z.string(), services: z.int() });

export interface Crowds {
  /** By how many services run on them. */
  readonly clusters: readonly Crowd[];
  /** By how many services use them. */
  readonly databases: readonly (Crowd & { readonly label: string })[];
  readonly ledger: SavingsLedger;
}

/** Looks once at every cluster and database: who uses it, and whether it could cost less. */
export const readCrowds = async (platform: EstateGraph, signal?: AbortSignal): Promise<Crowds> => {
  const ledger = savingsLedger();
  const clusters = await crowdedClusters(platform, ledger, signal);
  return { clusters, databases: await crowdedDatabases(platform, ledger, signal), ledger };
};

const crowdedClusters = (
  platform: EstateGraph,
  ledger: SavingsLedger,
  signal?: AbortSignal,
): Promise<readonly Crowd[]> =>
  crowdsOf(
    platform.repo(EKSCluster).stream({
      select: { name: true, region: true, costMonthly: true, totalNodes: true },
      chunk: BATCH,
      ...(signal && { signal }),
    }),
    ({ name }) => name,
    ledger.cluster,
    (keys) =>
      platform.query(
        cypher`UNWIND ${keys} AS key MATCH (c:EKSCluster {name: key})<-[:DEPLOYED_ON]-(s:Service)
          RETURN key, count(DISTINCT s) AS services`,
        { rows: crowd, operation: 'infra.summary.clusters' },
      ),
  );

const crowdedDatabases = async (
  platform: EstateGraph,
  ledger: SavingsLedger,
  signal?: AbortSignal,
): Promise<Crowds['databases']> => {
  const options = { chunk: BATCH, ...(signal && { signal }) };
  const managed = await crowdsOf(
    platform.repo(RDSInstance).stream({
      select: { identifier: true, region: true, costMonthly: true, engine: true },
      ...options,
    }),
    ({ identifier }) => identifier,
    ledger.database,
    (keys) =>
      platform.query(
        cypher`UNWIND ${keys} AS key MATCH (d:RDSInstance {identifier: key})<-[:CONNECTS_TO|READS_FROM|QUERIES]-(s:Service)
          RETURN key, count(DISTINCT s) AS services`,
        { rows: crowd, operation: 'infra.summary.databases' },
      ),
  );
  const machines = await crowdsOf(
    platform.repo(EC2Instance).stream({
      select: {
        ...{ instanceId: true, region: true, costMonthly: true },
        ...{ cpuUtilization: true, memoryUtilization: true },
      },
      where: { sqlserverEdition: { gte: '' } },
      ...options,
    }),
    ({ instanceId }) => instanceId,
    ledger.machine,
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
  look: (thing: T, services: number) => void,
  count: (keys: readonly string[]) => Promise<readonly Crowd[]>,
): Promise<readonly Crowd[]> => {
  let greatest: readonly Crowd[] = [];
  let batch: T[] = [];
  const flush = async (): Promise<void> => {
    const counted = await count(batch.map(keyOf));
    const services = new Map(counted.map((one) => [one.key, one.services]));
    for (const thing of batch) look(thing, services.get(keyOf(thing)) ?? 0);
    batch = [];
    greatest = [...greatest, ...counted].sort(byServices).slice(0, MOST_CROWDS);
  };
  for await (const thing of things) if (batch.push(thing) >= BATCH) await flush();
  if (batch.length > 0) await flush();
  return greatest;
};

const byServices = (one: Crowd, other: Crowd): number =>
  other.services - one.services || (one.key < other.key ? -1 : 1);
