import type { z } from 'zod';
import type { Graph, LabelOf } from './define-graph.ts';
import type { NodeDefinition, Relationship, Timestamps } from './definition.ts';
import type { FieldFilters, WhereOf } from './where-types.ts';

type Nothing = Record<never, never>;
type Simplify<T> = { [P in keyof T]: T[P] } & unknown;

/** A node as it is read: its schema's output, and what the store adds. */
export type EntityOf<N extends NodeDefinition> = z.output<N['schema']> & Timestamps & StoreFields<N>;
type StoreFields<N extends NodeDefinition> = (N['traits']['version'] extends true
  ? { readonly version: number }
  : unknown) &
  (N['traits']['softDelete'] extends true ? { readonly deletedAt?: Date } : unknown) &
  (N['traits']['abstract'] extends true ? AbstractKey : unknown);

/** Which node it is, among those of an abstract one. */
export interface AbstractKey {
  readonly $label: string;
  readonly $key: string;
}
/** What finds one node. */
export type KeyOf<N extends NodeDefinition> = N['traits']['abstract'] extends true
  ? AbstractKey
  : Pick<z.output<N['schema']>, N['key'] & keyof z.output<N['schema']>>;

type Optional<T, P extends keyof T> = Omit<T, P> & Partial<Pick<T, P>>;
type CreateInput<N extends NodeDefinition> = z.input<N['schema']>;
/** What makes a node: its schema's input; a key that the server makes may be left out. */
export type CreateOf<N extends NodeDefinition> = N['traits']['madeKey'] extends true
  ? Optional<CreateInput<N>, N['key'] & keyof CreateInput<N>>
  : CreateInput<N>;

/** What changes a node: a value is set, null removes it, a number may be incremented, a list be pushed to. */
export type PatchOf<N extends NodeDefinition> = {
  readonly [P in Exclude<keyof z.output<N['schema']>, N['key']>]?: Change<
    z.output<N['schema']>[P],
    z.input<N['schema']>[P & keyof z.input<N['schema']>]
  >;
};
/** What a store keeps as one value; a list of these can be pushed to. */
type Scalar = string | number | boolean | Date;
type Change<O, I> =
  | NonNullable<I>
  | (undefined extends O ? null : never)
  | (NonNullable<O> extends number ? { readonly increment: number } : never)
  | (NonNullable<O> extends readonly (infer V extends Scalar)[]
      ? { readonly push: V | readonly V[] }
      : never);

export type RelationshipsOf<G extends Graph, L extends keyof G> = G[L]['relationships'];
export type RelationshipName<G extends Graph, L extends keyof G> = keyof RelationshipsOf<G, L> & string;
/** The label that a relationship leads to. */
export type TargetOf<
  G extends Graph,
  L extends keyof G,
  A extends keyof RelationshipsOf<G, L>,
> = RelationshipsOf<G, L>[A]['to'] & LabelOf<G>;

/** The type of the relationship itself, where it may have several. */
type LinkType<R extends Relationship> = R['type'] extends readonly (infer T)[]
  ? { readonly $type: T }
  : unknown;
/** What a relationship itself holds. */
export type LinkOf<R extends Relationship> = (R extends { readonly properties: infer P extends z.ZodObject }
  ? z.output<P>
  : unknown) &
  LinkType<R>;
/** What makes a relationship. */
export type LinkInputOf<R extends Relationship> = (R extends {
  readonly properties: infer P extends z.ZodObject;
}
  ? z.input<P>
  : unknown) &
  LinkType<R>;
type HasLink<R extends Relationship> = R extends { readonly properties: z.ZodObject }
  ? true
  : R['type'] extends string
    ? false
    : true;
type Link<R extends Relationship> = HasLink<R> extends true ? { readonly $link: LinkOf<R> } : unknown;
type LinkInput<R extends Relationship> =
  HasLink<R> extends true
    ? Nothing extends LinkInputOf<R>
      ? { readonly $link?: LinkInputOf<R> }
      : { readonly $link: LinkInputOf<R> }
    : unknown;

type Many<T> = T | readonly T[];
/** A create with what is to be made or joined beside it, all of it or nothing. */
export type NestedCreateOf<G extends Graph, L extends keyof G> = CreateOf<G[L]> & Beside<G, L>;
/** Of a graph that is not known by its type, any name may be a relationship's. */
type Beside<G extends Graph, L extends keyof G> = string extends keyof RelationshipsOf<G, L>
  ? unknown
  : {
      readonly [A in keyof RelationshipsOf<G, L>]?: NestedWrite<
        G,
        TargetOf<G, L, A>,
        RelationshipsOf<G, L>[A]
      >;
    };
export type NestedWrite<
  G extends Graph,
  L extends keyof G,
  R extends Relationship,
> = G[L]['traits']['abstract'] extends true ? Connect<G, L, R> : Connect<G, L, R> & NestedMake<G, L, R>;
interface Connect<G extends Graph, L extends keyof G, R extends Relationship> {
  readonly connect?: Many<KeyOf<G[L]> & LinkInput<R>>;
}
interface NestedMake<G extends Graph, L extends keyof G, R extends Relationship> {
  readonly create?: Many<NestedCreateOf<G, L> & LinkInput<R>>;
  /** Joins the node of this key, which is made of the same values where there is none. */
  readonly connectOrCreate?: Many<NestedCreateOf<G, L> & KeyOf<G[L]> & LinkInput<R>>;
}

/** The fields that are wanted. */
export type SelectOf<E> = { readonly [P in keyof E]?: true };
export type Projected<E, S, O> = [keyof S] extends [never]
  ? [keyof O] extends [never]
    ? E
    : Simplify<Omit<E, keyof O>>
  : Simplify<Pick<E, keyof S & keyof E>>;

/** Which relationships to load with a node, to any depth. */
export type IncludeOf<G extends Graph, L extends keyof G> = {
  readonly [A in keyof RelationshipsOf<G, L>]?:
    | true
    | IncludeOptions<G, TargetOf<G, L, A>, RelationshipsOf<G, L>[A]>;
};
export interface IncludeOptions<G extends Graph, L extends keyof G, R extends Relationship = Relationship> {
  readonly where?: WhereOf<G, L> & LinkWhere<R>;
  /** The first field named sorts first; those of the relationship itself stand under `$link`. */
  readonly orderBy?: OrderByOf<EntityOf<G[L]>> & { readonly $link?: OrderByOf<LinkOf<R>> };
  /** Related nodes at most, for each node. */
  readonly limit?: number;
  readonly include?: IncludeOf<G, L>;
  readonly select?: SelectOf<EntityOf<G[L]>>;
  readonly omit?: SelectOf<EntityOf<G[L]>>;
}
/** A filter on a relationship's own properties. */
export type LinkWhere<R extends Relationship> =
  HasLink<R> extends true ? { readonly $link?: FieldFilters<LinkOf<R>> } : unknown;

type Inner<I> = I extends { readonly include: infer J } ? J : Nothing;
type Selected<I> = I extends { readonly select: infer S } ? S : Nothing;
type Omitted<I> = I extends { readonly omit: infer O } ? O : Nothing;
type Loaded<G extends Graph, L extends keyof G, A extends keyof RelationshipsOf<G, L>, I> = LoadedOf<
  G,
  TargetOf<G, L, A>,
  Inner<I>,
  Selected<I>,
  Omitted<I>
> &
  Link<RelationshipsOf<G, L>[A]>;

/** A node with exactly what its include, select and omit asked for. */
export type LoadedOf<G extends Graph, L extends keyof G, I, S = Nothing, O = Nothing> = Projected<
  EntityOf<G[L]>,
  S,
  O
> & {
  readonly [A in keyof I & keyof RelationshipsOf<G, L>]: RelationshipsOf<G, L>[A]['one'] extends true
    ? Loaded<G, L, A, I[A]> | null
    : readonly Loaded<G, L, A, I[A]>[];
};

type OrderedFields<E> = {
  [P in keyof E]-?: NonNullable<E[P]> extends string | number | Date ? P : never;
}[keyof E];
/** The first field named sorts first; where all are equal, the key decides. */
export type OrderByOf<E> = { readonly [P in OrderedFields<E>]?: 'asc' | 'desc' };

/** What of a node is wanted. */
export interface Projection<G extends Graph, L extends keyof G, I, S, O> {
  readonly include?: I & IncludeOf<G, L>;
  readonly select?: S & SelectOf<EntityOf<G[L]>>;
  readonly omit?: O & SelectOf<EntityOf<G[L]>>;
  /** Also nodes that were removed, where removal keeps them. */
  readonly withDeleted?: boolean;
}
export interface FindInput<
  G extends Graph,
  L extends keyof G,
  I = IncludeOf<G, L>,
  S = SelectOf<EntityOf<G[L]>>,
  O = SelectOf<EntityOf<G[L]>>,
> extends Projection<G, L, I, S, O> {
  readonly where?: WhereOf<G, L>;
  readonly orderBy?: OrderByOf<EntityOf<G[L]>>;
  readonly limit?: number;
  /** The `next` of a page: what comes after it. */
  readonly after?: string;
  /** The `previous` of a page: what comes before it. */
  readonly before?: string;
}
export interface Page<T> {
  readonly items: readonly T[];
  /** What to give as `after` for the next page; null at the end. */
  readonly next: string | null;
  /** What to give as `before` for the page before; null at the beginning. */
  readonly previous: string | null;
}
