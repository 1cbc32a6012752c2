import { type Saving, Savings } from '@graphkeep/models/infra';
import { type Cypher, cypher } from '@graphkeep/platform';
import { z } from 'zod';
import { type Answered, cachedAnswer } from '../answers/cached-answer.ts';
import type { EstateGraph } from '../estate-graph.ts';

export const savingsInput = z.strictObject({
  region: z.string().optional(),
  /** Candidates at most, those that save the most. */
  limit: z.int().min(1).max(1_000).default(200),
});
export type SavingsInput = z.input<typeof savingsInput>;

const RIGHT_SIZE = 0.3;
const DOWN_SIZE = 0.4;
const MIGRATE = 0.6;
const ORACLE_FROM = 5_000;

/** What could cost less. What costs nothing that is known saves nothing that is known. */
export const savings = async (
  platform: EstateGraph,
  given: SavingsInput = {},
): Promise<Answered<Savings>> => {
  const input = savingsInput.parse(given);
  return cachedAnswer(platform, Savings, input, () => readSavings(platform, input));
};

const readSavings = async (
  platform: EstateGraph,
  { region, limit }: z.output<typeof savingsInput>,
): Promise<Savings> => {
  const asOf = platform.now();
  const search = { region, limit };
  const [parts, spent] = await Promise.all([
    Promise.all([
      idleClusters(platform, search),
      quietMachines(platform, search),
      dearOracles(platform, search),
    ]),
    costOf(platform, region),
  ]);
  const total = parts.reduce((sum, one) => sum + one.total, 0);
  return {
    items: parts
      .flatMap(({ items }) => items)
      .sort((one, other) => other.saving - one.saving || (one.key < other.key ? -1 : 1))
      .slice(0, limit),
    candidates: parts.reduce((sum, one) => sum + one.candidates, 0),
    total,
    share: spent ? total / spent : null,
    asOf,
  };
};

interface Search {
  readonly region: string | undefined;
  readonly limit: number;
}
/** Of one kind: those that save the most, how many there are, and what all of them save. */
interface Found {
  readonly items: readonly Saving[];
  readonly candidates: number;
  readonly total: number;
}

const inRegion = (variable: Cypher, region: string | undefined): Cypher =>
  region === undefined ? cypher`` : cypher` AND ${variable}.region = ${region}`;

const sums = z.object({ candidates: z.int(), cost: z.number() });
const sumUp = async (
  platform: EstateGraph,
  found: Cypher,
  operation: string,
): Promise<z.output<typeof sums>> => {
  const [row] = await platform.query(
    cypher`${found} RETURN count(n) AS candidates, sum(n.costMonthly) * 1.0 AS cost`,
    { rows: sums, operation },
  );
  return row ?? { candidates: 0, cost: 0 };
};

/** Clusters with fewer services than a tenth of their nodes. Of more than ten nodes their services are counted. */
const idleClusters = async (platform: EstateGraph, { region, limit }: Search): Promise<Found> => {
  const place = inRegion(cypher`n`, region);
  const ways = [
    cypher`MATCH (n:EKSCluster) WHERE n.totalNodes > ${10} AND n.costMonthly IS NOT NULL${place}
      OPTIONAL MATCH (n)<-[:DEPLOYED_ON]-(s:Service) WITH n, count(s) AS services WHERE services * 10 < n.totalNodes WITH n, services`,
    cypher`MATCH (n:EKSCluster) WHERE n.totalNodes >= ${1} AND n.totalNodes <= ${10} AND n.costMonthly IS NOT NULL${place}
      AND NOT EXISTS { (n)<-[:DEPLOYED_ON]-() } WITH n, ${0} AS services`,
  ];
  const operation = 'infra.savings.clusters';
  const rows = candidate.extend({ nodes: z.int(), services: z.int() });
  const [answers, counts] = await Promise.all([
    Promise.all(
      ways.map((way) =>
        platform.query(
          cypher`${way} RETURN n.name AS key, n.region AS region, n.costMonthly AS cost, n.totalNodes AS nodes, services
            ORDER BY cost DESC LIMIT ${limit}`,
          { rows, operation },
        ),
      ),
    ),
    Promise.all(ways.map((way) => sumUp(platform, way, operation))),
  ]);
  return {
    items: answers.flat().map(({ key, region: where = null, cost, nodes, services }) => ({
      kind: 'right-size',
      label: 'EKSCluster',
      key,
      region: where,
      costMonthly: cost,
      saving: cost * RIGHT_SIZE,
      confidence: 'high',
      reason: `It has ${nodes} nodes for ${services} ${services === 1 ? 'service' : 'services'}.`,
    })),
    candidates: counts.reduce((sum, { candidates }) => sum + candidates, 0),
    total: counts.reduce((sum, { cost }) => sum + cost, 0) * RIGHT_SIZE,
  };
};

/** Machines with SQL Server that use little of their processor and memory. */
const quietMachines = async (platform: EstateGraph, { region, limit }: Search): Promise<Found> => {
  const found = cypher`MATCH (n:EC2Instance) WHERE n.sqlserverEdition >= ${''} AND n.cpuUtilization < ${30} AND n.memoryUtilization < ${50}
    AND n.costMonthly IS NOT NULL${inRegion(cypher`n`, region)}`;
  const operation = 'infra.savings.machines';
  const [rows, { candidates, cost: spent }] = await Promise.all([
    platform.query(
      cypher`${found} RETURN n.instanceId AS key, n.region AS region, n.costMonthly AS cost, n.cpuUtilization AS cpu,
        n.memoryUtilization AS memory ORDER BY cost DESC LIMIT ${limit}`,
      { rows: candidate.extend({ cpu: z.number(), memory: z.number() }), operation },
    ),
    sumUp(platform, found, operation),
  ]);
  return {
    items: rows.map(({ key, region: where = null, cost, cpu, memory }) => ({
      kind: 'down-size',
      label: 'EC2Instance',
      key,
      region: where,
      costMonthly: cost,
      saving: cost * DOWN_SIZE,
      confidence: 'medium',
      reason: `It uses ${cpu} % of its processor and ${memory} % of its memory.`,
    })),
    candidates,
    total: spent * DOWN_SIZE,
  };
};

const perRegion = z.object({ region: z.string().optional(), candidates: z.int(), cost: z.number() });

/** Oracle that costs a lot, against the cheapest PostgreSQL of its region. */
const dearOracles = async (platform: EstateGraph, { region, limit }: Search): Promise<Found> => {
  const found = cypher`MATCH (n:RDSInstance) WHERE n.engine STARTS WITH 'oracle' AND n.costMonthly > ${ORACLE_FROM}${inRegion(cypher`n`, region)}`;
  const operation = 'infra.savings.oracles';
  const [oracles, regions] = await Promise.all([
    platform.query(
      cypher`${found} RETURN n.identifier AS key, n.region AS region, n.costMonthly AS cost ORDER BY cost DESC LIMIT ${limit}`,
      { rows: candidate, operation },
    ),
    platform.query(
      cypher`${found} WITH n.region AS region, count(n) AS candidates, sum(n.costMonthly) AS cost
        RETURN region, candidates, cost * 1.0 AS cost`,
      { rows: perRegion, operation },
    ),
  ]);
  const cheapest = new Map(
    await Promise.all(
      regions.map(async ({ region: where }) => [where, await cheapestPostgres(platform, where)] as const),
    ),
  );
  return {
    items: oracles.map(({ key, region: where, cost }): Saving => {
      const postgres = cheapest.get(where);
      return {
        kind: 'migrate',
        label: 'RDSInstance',
        key,
        region: where ?? null,
        costMonthly: cost,
        saving: postgres === undefined ? cost * MIGRATE : cost - postgres,
        confidence: postgres === undefined ? 'low' : 'medium',
        reason:
          postgres === undefined
            ? 'It is Oracle, and its region has no PostgreSQL to compare it with.'
            : `It is Oracle, and the cheapest PostgreSQL of its region costs ${postgres}.`,
      };
    }),
    candidates: regions.reduce((sum, { candidates }) => sum + candidates, 0),
    total: regions.reduce((sum, { region: where, candidates, cost }) => {
      const postgres = cheapest.get(where);
      return sum + (postgres === undefined ? cost * MIGRATE : cost - candidates * postgres);
    }, 0),
  };
};

/** The first of the index by engine, region and cost. */
const cheapestPostgres = async (
  platform: EstateGraph,
  region: string | undefined,
): Promise<number | undefined> => {
  if (region === undefined) return undefined;
  const [row] = await platform.query(
    cypher`MATCH (p:RDSInstance) WHERE p.engine = 'postgres' AND p.region = ${region} AND p.costMonthly >= ${0}
      RETURN p.costMonthly AS cost ORDER BY cost LIMIT 1`,
    { rows: z.object({ cost: z.number() }), operation: 'infra.savings.postgres' },
  );
  return row?.cost;
};

const candidate = z.object({ key: z.string(), region: z.string().optional(), cost: z.number() });

/** What all clusters and databases cost, by the indexes of their costs. */
const costOf = async (platform: EstateGraph, region: string | undefined): Promise<number> => {
  const place = inRegion(cypher`n`, region);
  const sum = { rows: z.object({ cost: z.number() }), operation: 'infra.savings.cost' };
  const rows = await Promise.all([
    platform.query(
      cypher`MATCH (n:EKSCluster) WHERE n.costMonthly >= ${0}${place} RETURN sum(n.costMonthly) * 1.0 AS cost`,
      sum,
    ),
    platform.query(
      cypher`MATCH (n:Database) WHERE n.costMonthly >= ${0}${place} RETURN sum(n.costMonthly) * 1.0 AS cost`,
      sum,
    ),
  ]);
  return rows.flat().reduce((total, { cost }) => total + cost, 0);
};
