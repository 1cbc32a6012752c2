import { cypher } from '@graphkeep/platform';
import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';

export const savingsInput = z.strictObject({
  region: z.string().optional(),
  /** Candidates at most, those that save the most. */
  limit: z.int().min(1).max(1_000).default(200),
});
export type SavingsInput = z.input<typeof savingsInput>;

export interface Saving {
  readonly kind: 'right-size' | 'down-size' | 'migrate';
  readonly label: 'EKSCluster' | 'EC2Instance' | 'RDSInstance';
  readonly key: string;
  readonly region: string | null;
  readonly costMonthly: number;
  /** A month, in dollars. */
  readonly saving: number;
  readonly confidence: 'high' | 'medium' | 'low';
  readonly reason: string;
}

export interface Savings {
  /** What saves the most is the first. */
  readonly items: readonly Saving[];
  readonly candidates: number;
  readonly total: number;
  /** Of what all clusters and databases cost; null where nothing of that is known. */
  readonly share: number | null;
}

const RIGHT_SIZE = 0.3;
const DOWN_SIZE = 0.4;
const MIGRATE = 0.6;
const ORACLE_FROM = 5_000;

/** What could cost less. What costs nothing that is known saves nothing that is known. */
export const savings = async (platform: EstateGraph, given: SavingsInput = {}): Promise<Savings> => {
  const { region, limit } = savingsInput.parse(given);
  const [idle, quiet, oracles, spent] = await Promise.all([
    idleClusters(platform),
    quietMachines(platform),
    dearOracles(platform),
    costOf(platform, region),
  ]);
  const all = [...idle, ...quiet, ...oracles]
    .filter((one) => region === undefined || one.region === region)
    .sort((one, other) => other.saving - one.saving || (one.key < other.key ? -1 : 1));
  const total = all.reduce((sum, { saving }) => sum + saving, 0);
  return { items: all.slice(0, limit), candidates: all.length, total, share: spent ? total / spent : null };
};

/** Clusters with fewer services than a tenth of their nodes. */
const idleClusters = async (platform: EstateGraph): Promise<readonly Saving[]> => {
  const rows = await platform.query(
    cypher`MATCH (c:EKSCluster) WHERE c.totalNodes IS NOT NULL AND c.costMonthly IS NOT NULL
      OPTIONAL MATCH (c)<-[:DEPLOYED_ON]-(s:Service) WITH c, count(s) AS services
      WHERE services * 10 < c.totalNodes
      RETURN c.name AS key, c.region AS region, c.costMonthly AS cost, c.totalNodes AS nodes, services`,
    { rows: candidate.extend({ nodes: z.int(), services: z.int() }), operation: 'infra.savings.clusters' },
  );
  return rows.map(({ key, region = null, cost, nodes, services }) => ({
    kind: 'right-size',
    label: 'EKSCluster',
    key,
    region,
    costMonthly: cost,
    saving: cost * RIGHT_SIZE,
    confidence: 'high',
    reason: `It has ${nodes} nodes for ${services} ${services === 1 ? 'service' : 'services'}.`,
  }));
};

/** Machines with SQL Server that use little of their processor and memory. */
const quietMachines = async (platform: EstateGraph): Promise<readonly Saving[]> => {
  const rows = await platform.query(
    cypher`MATCH (i:EC2Instance) WHERE i.sqlserverEdition IS NOT NULL AND i.cpuUtilization < ${30} AND i.memoryUtilization < ${50}
      AND i.costMonthly IS NOT NULL
      RETURN i.instanceId AS key, i.region AS region, i.costMonthly AS cost, i.cpuUtilization AS cpu, i.memoryUtilization AS memory`,
    { rows: candidate.extend({ cpu: z.number(), memory: z.number() }), operation: 'infra.savings.machines' },
  );
  return rows.map(({ key, region = null, cost, cpu, memory }) => ({
    kind: 'down-size',
    label: 'EC2Instance',
    key,
    region,
    costMonthly: cost,
    saving: cost * DOWN_SIZE,
    confidence: 'medium',
    reason: `It uses ${cpu} % of its processor and ${memory} % of its memory.`,
  }));
};

/** Oracle that costs a lot, against the cheapest PostgreSQL of its region. */
const dearOracles = async (platform: EstateGraph): Promise<readonly Saving[]> => {
  const [oracles, cheapest] = await Promise.all([
    platform.query(
      cypher`MATCH (o:RDSInstance) WHERE o.engine STARTS WITH 'oracle' AND o.costMonthly > ${ORACLE_FROM}
        RETURN o.identifier AS key, o.region AS region, o.costMonthly AS cost`,
      { rows: candidate, operation: 'infra.savings.oracles' },
    ),
    platform.query(
      cypher`MATCH (p:RDSInstance {engine: 'postgres'}) WHERE p.costMonthly IS NOT NULL AND p.region IS NOT NULL
        RETURN p.region AS region, min(p.costMonthly) AS cost`,
      { rows: z.object({ region: z.string(), cost: z.number() }), operation: 'infra.savings.postgres' },
    ),
  ]);
  const byRegion = new Map(cheapest.map(({ region, cost }) => [region, cost]));
  return oracles.map(({ key, region = null, cost }): Saving => {
    const postgres = region === null ? undefined : byRegion.get(region);
    return {
      kind: 'migrate',
      label: 'RDSInstance',
      key,
      region,
      costMonthly: cost,
      saving: postgres === undefined ? cost * MIGRATE : cost - postgres,
      confidence: postgres === undefined ? 'low' : 'medium',
      reason:
        postgres === undefined
          ? 'It is Oracle, and its region has no PostgreSQL to compare it with.'
          : `It is Oracle, and the cheapest PostgreSQL of its region costs ${postgres}.`,
    };
  });
};

const candidate = z.object({ key: z.string(), region: z.string().optional(), cost: z.number() });

const costOf = async (platform: EstateGraph, region: string | undefined): Promise<number> => {
  const sum = { rows: z.object({ cost: z.number() }), operation: 'infra.savings.cost' };
  const rows = await Promise.all(
    region === undefined
      ? [
          platform.query(cypher`MATCH (n:EKSCluster) RETURN sum(n.costMonthly) * 1.0 AS cost`, sum),
          platform.query(cypher`MATCH (n:Database) RETURN sum(n.costMonthly) * 1.0 AS cost`, sum),
        ]
      : [
          platform.query(
            cypher`MATCH (n:EKSCluster {region: ${region}}) RETURN sum(n.costMonthly) * 1.0 AS cost`,
            sum,
          ),
          platform.query(
            cypher`MATCH (n:Database {region: ${region}}) RETURN sum(n.costMonthly) * 1.0 AS cost`,
            sum,
          ),
        ],
  );
  return rows.flat().reduce((total, { cost }) => total + cost, 0);
};
