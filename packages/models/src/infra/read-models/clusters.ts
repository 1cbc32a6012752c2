import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { EKSCluster } from '../nodes/eks-cluster.ts';
import { Service } from '../nodes/service.ts';
import { asOf, list } from './answer.ts';
import { entityWith } from './entity-with.ts';
import { anyOf } from './tags.ts';

const clusterService = entityWith(Service, {
  dependsOn: list(z.string()),
  databases: list(z.string()),
});
const clusterView = entityWith(EKSCluster, {
  /** A hundred at most. */
  services: list(clusterService),
});
export type ClusterService = z.output<typeof clusterService>;
export type ClusterView = z.output<typeof clusterView>;

/** A page of clusters with what runs on them; what costs the most is the first. */
export const Clusters = defineReadModel({
  name: 'Clusters',
  schema: z.strictObject({ items: list(clusterView), next: z.string().nullable(), asOf }),
  owner: () => null,
  cache: { policy: 'topology', tags: () => anyOf('EKSCluster', 'Service') },
});
export interface Clusters extends ReadModelOf<typeof Clusters> {}
