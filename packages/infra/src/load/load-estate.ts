import { type CreateOf, createSchema } from '@graphkeep/models';
import {
  Application,
  Deployment,
  EC2Instance,
  EKSCluster,
  type InfraGraph,
  LoadBalancer,
  RDSInstance,
  Service,
  WebService,
} from '@graphkeep/models/infra';
import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import type { EstateLink } from '../generator/estate.ts';
import { storeEstate } from '../generator/store-estate.ts';
import { type LinkKind, linkKinds, type NodeLabel, nodeLabels } from '../queries/topology/kinds.ts';

/** Of one call; more are sent by more calls. */
const MOST = 1_000;

const node = z.discriminatedUnion('label', [
  z.strictObject({ label: z.literal('EKSCluster'), node: createSchema(EKSCluster) }),
  z.strictObject({ label: z.literal('Service'), node: createSchema(Service) }),
  z.strictObject({ label: z.literal('RDSInstance'), node: createSchema(RDSInstance) }),
  z.strictObject({ label: z.literal('EC2Instance'), node: createSchema(EC2Instance) }),
  z.strictObject({ label: z.literal('Application'), node: createSchema(Application) }),
  z.strictObject({ label: z.literal('Deployment'), node: createSchema(Deployment) }),
  z.strictObject({ label: z.literal('LoadBalancer'), node: createSchema(LoadBalancer) }),
  z.strictObject({ label: z.literal('WebService'), node: createSchema(WebService) }),
]);
const reference = z.strictObject({ label: z.enum(nodeLabels), key: z.string().min(1) });
const relationship = z
  .strictObject({
    from: reference,
    type: z.enum([...new Set(linkKinds.map(({ type }) => type))]),
    to: reference,
    /** Of a DEPENDS_ON. */
    kind: z.string().min(1).max(400).optional(),
    critical: z.boolean().optional(),
  })
  .refine((one) => kindOf(one) !== undefined, {
    error: 'no relationship of this type leads from the one label to the other',
    path: ['type'],
  })
  .refine(({ type, kind, critical }) => type === 'DEPENDS_ON' || (kind ?? critical) === undefined, {
    error: 'kind and critical are told of DEPENDS_ON alone',
    path: ['kind'],
  });

const wanted = z.strictObject({
  nodes: z.array(node).max(MOST).default([]),
  relationships: z.array(relationship).max(MOST).default([]),
});

interface Reference {
  readonly label: NodeLabel;
  readonly key: string;
}
export interface LoadEstate {
  readonly nodes?:
    | readonly {
        [L in NodeLabel]: { readonly label: L; readonly node: CreateOf<InfraGraph[L]> };
      }[NodeLabel][]
    | undefined;
  readonly relationships?:
    | readonly {
        readonly from: Reference;
        readonly type: LinkKind['type'];
        readonly to: Reference;
        /** Of a DEPENDS_ON. */
        readonly kind?: string | undefined;
        readonly critical?: boolean | undefined;
      }[]
    | undefined;
}
export const loadEstateInput: z.ZodType<z.output<typeof wanted>, LoadEstate> = wanted;

export const loadedEstate = z.strictObject({ nodes: z.int(), relationships: z.int() });

/** Makes nodes and relationships, or brings those that are there up to date: the same may be sent again. */
export const loadEstate = async (
  platform: EstateGraph,
  given: LoadEstate,
): Promise<z.output<typeof loadedEstate>> => {
  const { nodes, relationships } = loadEstateInput.parse(given);
  await storeEstate(platform, {
    nodes: () => nodes,
    links: () => relationships.map(linkOf),
  });
  return { nodes: nodes.length, relationships: relationships.length };
};

interface Joined {
  readonly from: { readonly label: NodeLabel };
  readonly type: string;
  readonly to: { readonly label: NodeLabel };
}
const kindOf = ({ from, type, to }: Joined): LinkKind | undefined =>
  linkKinds.find((one) => one.type === type && one.from === from.label && one.to === to.label);

const linkOf = ({
  from,
  type,
  to,
  kind = 'calls',
  critical = false,
}: z.output<typeof relationship>): EstateLink => ({
  from: [from.label, from.key],
  relationship: kindOf({ from, type, to })?.name ?? type,
  type,
  to: [to.label, to.key],
  ...(type === 'DEPENDS_ON' && { properties: { kind, critical } }),
});
