import type { EntityOf } from '@graphkeep/models';
import { EKSCluster, type EstateSummary, type Topology } from '@graphkeep/models/infra';
import { cypher } from '@graphkeep/platform';
import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { nodeKinds, nodeLabels } from '../queries/topology/kinds.ts';
import { readCrowds } from './crowds.ts';
import type { SavingsLedger } from './savings-ledger.ts';

type Kept = EntityOf<typeof EstateSummary>;
export interface Summary {
  readonly madeAt: Date;
  readonly regions: NonNullable<Topology['regions']>;
  readonly clusters: NonNullable<Topology['clusters']>;
  readonly databases: readonly Kept['databases'][number][];
}

/** Of each label: places beyond these are not told. */
const MOST_PLACES = 500;

const place = z.object({
  region: z.string().optional(),
  environment: z.string().optional(),
  count: z.int(),
});

/** Counts the whole estate: a moment for a small one, and some minutes for ten million nodes. */
export const readSummary = async (
  platform: EstateGraph,
  signal?: AbortSignal,
): Promise<Summary & { readonly ledger: SavingsLedger }> => {
  const madeAt = platform.now();
  const regions: Summary['regions'][number][] = [];
  for (const label of nodeLabels) {
    signal?.throwIfAborted();
    const environment = nodeKinds[label].environment ? cypher`n.environment` : cypher`null`;
    const rows = await platform.query(
      cypher`MATCH (n:${cypher.ident(label)}) WITH n.region AS region, ${environment} AS environment, count(n) AS count
        RETURN region, environment, count ORDER BY count DESC LIMIT ${MOST_PLACES}`,
      { rows: place, operation: 'infra.summary.places' },
    );
    regions.push(
      ...rows.map((one) => ({
        label,
        region: one.region ?? null,
        environment: one.environment ?? null,
        count: one.count,
      })),
    );
  }
  const { clusters: crowded, databases, ledger } = await readCrowds(platform, signal);
  const known = await platform.repo(EKSCluster).getMany(
    crowded.map(({ key }) => ({ name: key })),
    { select: { name: true, region: true } },
  );
  const regionOf = new Map(known.map(({ name, region }) => [name, region]));
  return {
    madeAt,
    regions,
    clusters: crowded.map(({ key, services }) => ({
      name: key,
      region: regionOf.get(key) ?? null,
      services,
    })),
    databases,
    ledger,
  };
};
