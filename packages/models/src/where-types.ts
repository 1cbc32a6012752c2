import type { Graph } from './define-graph.ts';
import type { EntityOf, LinkWhere, RelationshipsOf, TargetOf } from './types.ts';

type Scalar = string | number | boolean | Date;

export interface Equality<V> {
  readonly eq?: V;
  readonly ne?: V;
  readonly in?: readonly V[];
  readonly notIn?: readonly V[];
}
export interface Comparison<V> extends Equality<V> {
  readonly lt?: V;
  readonly lte?: V;
  readonly gt?: V;
  readonly gte?: V;
}
export interface TextComparison {
  readonly contains?: string;
  readonly startsWith?: string;
  readonly endsWith?: string;
  /** Whether `A` and `a` are the same. */
  readonly ignoreCase?: boolean;
}
export interface ListComparison<V> {
  readonly has?: V;
  readonly hasEvery?: readonly V[];
  readonly hasSome?: readonly V[];
  readonly isEmpty?: boolean;
}
/** All that can be asked of what is kept as text. */
export interface Presence {
  readonly ne: null;
}
/** An encrypted value is found by itself alone. */
export interface ExactComparison<V> {
  readonly eq?: V;
  readonly in?: readonly V[];
}

type FilterOfValue<V> = [V] extends [Scalar]
  ?
      | V
      | ([V] extends [boolean]
          ? Equality<V>
          : Comparison<V> & ([V] extends [string] ? TextComparison : unknown))
  : [V] extends [readonly (infer X extends Scalar)[]]
    ? ListComparison<X>
    : never;
/** `null` asks for a missing value. */
export type Filter<V> = FilterOfValue<NonNullable<V>> | (undefined extends V ? null | Presence : never);
export type FieldFilters<E, X extends PropertyKey = never> = {
  readonly [P in keyof E]?: P extends X
    ? NonNullable<E[P]> | ExactComparison<NonNullable<E[P]>> | (undefined extends E[P] ? null : never)
    : Filter<E[P]>;
};

interface Logic<G extends Graph, L extends keyof G> {
  readonly AND?: readonly WhereOf<G, L>[];
  readonly OR?: readonly WhereOf<G, L>[];
  readonly NOT?: WhereOf<G, L> | readonly WhereOf<G, L>[];
}
/** A filter on related nodes: `some`, `none` or `every` one of them. */
export interface RelatedFilter<W> {
  readonly some?: W;
  readonly none?: W;
  readonly every?: W;
}
/** Filters of a node and of what it is related to, joined by AND. */
export type WhereOf<G extends Graph, L extends keyof G> = FieldFilters<
  EntityOf<G[L]>,
  G[L]['traits']['encrypted'][number]
> & {
  readonly [A in keyof RelationshipsOf<G, L>]?: RelatedFilter<
    WhereOf<G, TargetOf<G, L, A>> & LinkWhere<RelationshipsOf<G, L>[A]>
  >;
} & Logic<G, L>;
