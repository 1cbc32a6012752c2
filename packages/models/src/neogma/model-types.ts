import type { DateTime, Integer } from 'neo4j-driver';
import type { ModelRelatedNodesI, NeogmaInstance, NeogmaModel } from 'neogma';
import type { Graph, LabelOf } from '../define-graph.ts';
import type { NodeDefinition, Relationship } from '../definition.ts';
import type { EntityOf, LinkOf, RelationshipsOf } from '../types.ts';

/** A value as the database holds it: dates as its own, nested values as JSON text, integers as the driver reads them. */
type Stored<V> = V extends string | boolean
  ? V
  : V extends number
    ? number | Integer
    : V extends Date
      ? DateTime
      : V extends readonly (infer X)[]
        ? StoredList<X>
        : string;
type StoredList<X> = [X] extends [string]
  ? string[]
  : [X] extends [number]
    ? (number | Integer)[]
    : [X] extends [boolean]
      ? boolean[]
      : [X] extends [Date]
        ? DateTime[]
        : string;
type StoredFields<E> = { [P in keyof E]: Stored<E[P]> };

/** A node as the database holds it. A field with another name there (`storedAs`) stands under that name. */
export type StoredOf<N extends NodeDefinition> = StoredFields<Omit<EntityOf<N>, '$label' | '$key'>>;

type LinkFields<R extends Relationship> = R extends { readonly properties: object }
  ? StoredFields<Omit<LinkOf<R>, '$type'>>
  : object;
/** One alias for each type, where a relationship has several: `databases_READS_FROM`. */
type Aliases<A extends PropertyKey, R extends Relationship> = R['type'] extends readonly (infer T extends
  string)[]
  ? `${A & string}_${T}`
  : A;

export type RelatedOf<G extends Graph, L extends keyof G> = {
  [A in keyof RelationshipsOf<G, L> as Aliases<A, RelationshipsOf<G, L>[A]>]: ModelRelatedNodesI<
    Creates<G, RelationshipsOf<G, L>[A]['to'] & LabelOf<G>>,
    // One level deep: deeper, each cycle of a graph would be endless in neogma's types.
    NeogmaInstance<StoredOf<G[RelationshipsOf<G, L>[A]['to'] & LabelOf<G>]>, object>,
    LinkFields<RelationshipsOf<G, L>[A]>,
    LinkFields<RelationshipsOf<G, L>[A]>
  >;
};
type Creates<G extends Graph, L extends LabelOf<G>> = NeogmaModel<StoredOf<G[L]>, object>;

/** The Neogma model of a node. */
export type ModelOf<G extends Graph, L extends keyof G> = NeogmaModel<StoredOf<G[L]>, RelatedOf<G, L>>;
