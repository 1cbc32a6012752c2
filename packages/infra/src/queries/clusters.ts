import { Clusters, EKSCluster } from '@graphkeep/models/infra';
import { z } from 'zod';
import { type Answered, cachedAnswer } from '../answers/cached-answer.ts';
import type { EstateGraph } from '../estate-graph.ts';
import { joinedPages } from './joined-pages.ts';
import { NEIGHBOURS, pageFields } from './page.ts';

export const clustersInput = z.strictObject({
  ...pageFields,
  region: z.string().optional(),
  status: z.string().optional(),
});
export type ClustersInput = z.input<typeof clustersInput>;

/** Clusters, what runs on them, and what that needs. */
export const clusters = async (
  platform: EstateGraph,
  given: ClustersInput = {},
): Promise<Answered<Clusters>> => {
  const input = clustersInput.parse(given);
  return cachedAnswer(platform, Clusters, input, () => readClusters(platform, input));
};

const readClusters = async (
  platform: EstateGraph,
  { limit, after, region, status }: z.output<typeof clustersInput>,
): Promise<Clusters> => {
  const asOf = platform.now();
  const where = { ...(region !== undefined && { region }), ...(status !== undefined && { status }) };
  const include = {
    services: {
      limit: NEIGHBOURS,
      include: { dependsOn: { limit: NEIGHBOURS }, databases: { limit: NEIGHBOURS } },
    },
  } as const;
  const found = platform.repo(EKSCluster);
  // What costs nothing that is known would come first, where it is ordered with the others.
  const priced = { ...where, costMonthly: { gte: 0 } };
  const unpriced = { ...where, costMonthly: null };
  const page = await joinedPages(
    [
      (part) => found.find({ where: priced, orderBy: { costMonthly: 'desc' }, include, ...part }),
      (part) => found.find({ where: unpriced, include, ...part }),
    ],
    limit,
    after,
  );
  return {
    items: page.items.map((cluster) => ({
      ...cluster,
      services: cluster.services.map(({ dependsOn, databases, ...service }) => ({
        ...service,
        dependsOn: dependsOn.map(({ serviceId }) => serviceId),
        databases: databases.map(({ $key }) => $key),
      })),
    })),
    next: page.next,
    asOf,
  };
};
