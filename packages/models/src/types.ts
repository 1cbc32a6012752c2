import type { z } from 'zod';
import type { Graph, LabelOf } from './define-graph.ts';
import type { NodeDefinition, Relationship, Timestamps } from './define-node.ts';

/** A node as it is read: its schema's output, and when it was made and changed. */
export type EntityOf<N extends NodeDefinition> = z.output<N['schema']> & Timestamps;
/** What finds one node. */
export type KeyOf<N extends NodeDefinition> = Pick<
  z.output<N['schema']>,
  N['key'] & keyof z.output<N['schema']>
>;

type Optional<T, P extends keyof T> = Omit<T, P> & Partial<Pick<T, P>>;
type CreateInput<N extends NodeDefinition> = z.input<N['schema']>;
/** What makes a node: its schema's input; a key that the server makes may be left out. */
export type CreateOf<N extends NodeDefinition> = N['madeKey'] extends true
  ? Optional<CreateInput<N>, N['key'] & keyof CreateInput<N>>
  : CreateInput<N>;

type RelationshipsOf<G extends Graph, L extends keyof G> = G[L]['relationships'];
type Target<G extends Graph, L extends keyof G, A extends keyof RelationshipsOf<G, L>> = RelationshipsOf<
  G,
  L
>[A]['to'] &
  LabelOf<G>;

/** Which relationships to load with a node, to any depth. */
export type IncludeOf<G extends Graph, L extends keyof G> = {
  readonly [A in keyof RelationshipsOf<G, L>]?: true | IncludeOptions<G, Target<G, L, A>>;
};
export interface IncludeOptions<G extends Graph, L extends keyof G> {
  /** Related nodes at most, for each node. */
  readonly limit?: number;
  readonly include?: IncludeOf<G, L>;
}

type Inner<I> = I extends { readonly include: infer J } ? J : Record<never, never>;
type Link<R extends Relationship> = R extends { readonly properties: infer P extends z.ZodObject }
  ? { readonly $link: z.output<P> }
  : unknown;
type Loaded<G extends Graph, L extends keyof G, A extends keyof RelationshipsOf<G, L>, I> = LoadedOf<
  G,
  Target<G, L, A>,
  Inner<I>
> &
  Link<RelationshipsOf<G, L>[A]>;

/** A node with exactly what its include asked for. */
export type LoadedOf<G extends Graph, L extends keyof G, I> = EntityOf<G[L]> & {
  readonly [A in keyof I & keyof RelationshipsOf<G, L>]: RelationshipsOf<G, L>[A]['one'] extends true
    ? Loaded<G, L, A, I[A]> | null
    : readonly Loaded<G, L, A, I[A]>[];
};

type Scalar = string | number | boolean | Date;
export interface Comparison<V> {
  readonly eq?: V;
  readonly ne?: V;
  readonly in?: readonly V[];
  readonly lt?: V;
  readonly lte?: V;
  readonly gt?: V;
  readonly gte?: V;
}
export interface TextComparison {
  readonly contains?: string;
  readonly startsWith?: string;
}
export type Filter<V> = V | (Comparison<V> & (V extends string ? TextComparison : unknown));
type ScalarFields<E> = { [P in keyof E]-?: NonNullable<E[P]> extends Scalar ? P : never }[keyof E];
/** Filters of a node, joined by AND. */
export type WhereOf<E> = { readonly [P in ScalarFields<E>]?: Filter<NonNullable<E[P]>> };
type OrderedFields<E> = {
  [P in keyof E]-?: NonNullable<E[P]> extends string | number | Date ? P : never;
}[keyof E];
/** The first field named sorts first; where all are equal, the key decides. */
export type OrderByOf<E> = { readonly [P in OrderedFields<E>]?: 'asc' | 'desc' };

export interface ListInput<E, I> {
  readonly where?: WhereOf<E>;
  readonly orderBy?: OrderByOf<E>;
  readonly limit?: number;
  /** The `next` of the page before. */
  readonly after?: string;
  readonly include?: I;
}
export interface Page<T> {
  readonly items: readonly T[];
  /** What to give as `after` for the next page; null at the end. */
  readonly next: string | null;
}
