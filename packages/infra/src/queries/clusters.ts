import type { EntityOf } from '@graphkeep/models';
import { EKSCluster, type Service } from '@graphkeep/models/infra';
import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { NEIGHBOURS, pageFields } from './page.ts';

export const clustersInput = z.strictObject({
  ...pageFields,
  region: z.string().optional(),
  status: z.string().optional(),
});
export type ClustersInput = z.input<typeof clustersInput>;

export interface ClusterService extends EntityOf<typeof Service> {
  readonly dependsOn: readonly string[];
  readonly databases: readonly string[];
}
export interface ClusterView extends EntityOf<typeof EKSCluster> {
  /** A hundred at most. */
  readonly services: readonly ClusterService[];
}
export interface Clusters {
  /** What costs the most is the first. */
  readonly items: readonly ClusterView[];
  readonly next: string | null;
}

/** Clusters, what runs on them, and what that needs. */
export const clusters = async (platform: EstateGraph, given: ClustersInput = {}): Promise<Clusters> => {
  const { limit, after, region, status } = clustersInput.parse(given);
  const page = await platform.repo(EKSCluster).find({
    where: { ...(region !== undefined && { region }), ...(status !== undefined && { status }) },
    orderBy: { costMonthly: 'desc' },
    limit,
    ...(after !== undefined && { after }),
    include: {
      services: {
        limit: NEIGHBOURS,
        include: { dependsOn: { limit: NEIGHBOURS }, databases: { limit: NEIGHBOURS } },
      },
    },
  });
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
  };
};
