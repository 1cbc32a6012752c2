import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, list } from './answer.ts';
import { anyOf } from './tags.ts';

const reference = z.strictObject({ label: z.string(), key: z.string() });

/** The estate, to be drawn: its nodes and what joins them, or where these are too many how many there are of what and where. */
export const Topology = defineReadModel({
  name: 'Topology',
  schema: z.strictObject({
    mode: z.enum(['whole', 'overview']),
    /** How many there are; null where that is not known. */
    counts: z.strictObject({
      nodes: z.int().nullable(),
      relationships: z.int().nullable(),
      byLabel: list(z.strictObject({ label: z.string(), count: z.int() })).nullable(),
      byType: list(z.strictObject({ type: z.string(), count: z.int() })).nullable(),
    }),
    /** Empty in an overview, as are its relationships. */
    nodes: list(
      z.strictObject({
        ...reference.shape,
        name: z.string(),
        type: z.string().nullable(),
        region: z.string().nullable(),
        environment: z.string().nullable(),
        status: z.string().nullable(),
      }),
    ),
    relationships: list(z.strictObject({ from: reference, type: z.string(), to: reference })),
    /** Of an overview: how many nodes of a label there are in each region. Null while they are counted for the first time. */
    regions: list(
      z.strictObject({
        label: z.string(),
        region: z.string().nullable(),
        environment: z.string().nullable(),
        count: z.int(),
      }),
    ).nullable(),
    /** Of an overview: the clusters with the most services. */
    clusters: list(
      z.strictObject({ name: z.string(), region: z.string().nullable(), services: z.int() }),
    ).nullable(),
    asOf,
  }),
  owner: () => null,
  cache: {
    policy: 'topology',
    tags: () =>
      anyOf(
        'EKSCluster',
        'Service',
        'RDSInstance',
        'EC2Instance',
        'Application',
        'Deployment',
        'LoadBalancer',
        'WebService',
        'EstateSummary',
      ),
  },
});
export interface Topology extends ReadModelOf<typeof Topology> {}
