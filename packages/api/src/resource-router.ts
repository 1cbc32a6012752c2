import type { CreateOf, EntityOf, Graph, LabelOf, PatchInput, RemoveInput } from '@graphkeep/models';
import type { Scoped } from '@graphkeep/platform';
import { changesOf } from './live/changes.ts';
import { buildersOf } from './resource/builders.ts';
import { readsOf } from './resource/reads.ts';
import type { Operation, ResourceOf, ResourceProcedures } from './resource/types.ts';
import { type UntypedHandlers, writesOf } from './resource/writes.ts';

/** What a domain does itself instead of the plain store's work. Each runs in the transaction of its call. */
export interface ResourceHandlers<G extends Graph, L extends LabelOf<G>> {
  readonly create?: (platform: Scoped<G>, input: CreateOf<G[L]>) => Promise<EntityOf<G[L]>>;
  readonly patch?: (platform: Scoped<G>, input: PatchInput<G[L]>) => Promise<EntityOf<G[L]>>;
  readonly remove?: (platform: Scoped<G>, input: RemoveInput<G[L]>) => Promise<void>;
}

export interface ResourceOptions<G extends Graph, L extends LabelOf<G>, O extends Operation> {
  /** The first part of the scopes: reading needs `DOMAIN:read`, writing `DOMAIN:write`. */
  readonly domain: string;
  readonly handlers?: ResourceHandlers<G, L>;
  /** The operations that there are. @default all */
  readonly only?: readonly O[];
  /** Whether writing needs `DOMAIN:admin`. @default true for shared nodes, which nobody owns */
  readonly admin?: boolean;
}

export const readOperations = [
  'get',
  'getMany',
  'list',
  'count',
  'aggregate',
  'groupBy',
  'search',
  'changes',
] as const;

/**
 * The procedures that every node has, made from its definition.
 *
 * @example const procedures = { players: resourceRouter(storyGraph, 'Player', { domain: 'story' }) };
 */
export const resourceRouter = <
  G extends Graph,
  const L extends LabelOf<G>,
  const O extends Operation = Operation,
>(
  graph: G,
  label: L,
  { domain, handlers = {}, only, admin }: ResourceOptions<G, L, O>,
): Operation extends O ? ResourceProcedures<G, L> : Pick<ResourceProcedures<G, L>, O> & ResourceOf<G, L> => {
  const node = (graph as Graph)[label];
  if (!node) throw new TypeError(`This graph has no node ${label}.`);
  const says = buildersOf(node, domain, admin ?? node.owner === undefined);
  const procedures = {
    ...readsOf(graph, node, says),
    ...(node.journal && { changes: changesOf(node, says) }),
    // An abstract node is written as one of the nodes that carry its label.
    ...(!node.traits.abstract && writesOf(graph, node, says, handlers as unknown as UntypedHandlers)),
  };
  const wanted = Object.entries(procedures).filter(([name]) => !only || only.some((one) => one === name));
  return Object.fromEntries(wanted) as never;
};

/**
 * A resource with more procedures beside those that every node has. By an intersection: a spread would write the whole type
 * of the resource into every declaration that mentions it.
 */
export const extend = <R extends object, const M extends object>(resource: R, more: M): R & M => ({
  ...resource,
  ...more,
});
