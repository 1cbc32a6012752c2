import type { Graph, LabelOf } from './define-graph.ts';
import type { EntityOf } from './types.ts';
import type { Comparison, WhereOf } from './where-types.ts';

type FieldsOf<E, V> = {
  [P in keyof E]-?: NonNullable<E[P]> extends V ? P : never;
}[keyof E] &
  string;
type Numbers<E> = FieldsOf<E, number>;
type Ordered<E> = FieldsOf<E, string | number | Date>;
/** The fields by whose values nodes can be told apart. */
export type ScalarFieldOf<E> = FieldsOf<E, string | number | boolean | Date>;

/** What is to be worked out of many nodes. Missing values count for nothing. */
export interface Measures<E> {
  readonly count?: true;
  readonly countDistinct?: readonly ScalarFieldOf<E>[];
  readonly sum?: readonly Numbers<E>[];
  readonly avg?: readonly Numbers<E>[];
  readonly min?: readonly Ordered<E>[];
  readonly max?: readonly Ordered<E>[];
}

type NamesIn<M, F extends keyof Measures<unknown>> = M extends { readonly [P in F]: readonly (infer N)[] }
  ? N
  : never;
type Part<M, F extends keyof Measures<unknown>, V> = F extends keyof M ? V : unknown;
type Value<E, P> = NonNullable<E[P & keyof E]>;

/** Exactly what was asked for. Where there is no value, a sum is 0, and average, least and greatest are null. */
export type Measured<E, M> = Part<M, 'count', { readonly count: number }> &
  Part<
    M,
    'countDistinct',
    { readonly countDistinct: { readonly [P in NamesIn<M, 'countDistinct'> & string]: number } }
  > &
  Part<M, 'sum', { readonly sum: { readonly [P in NamesIn<M, 'sum'> & string]: number } }> &
  Part<M, 'avg', { readonly avg: { readonly [P in NamesIn<M, 'avg'> & string]: number | null } }> &
  Part<M, 'min', { readonly min: { readonly [P in NamesIn<M, 'min'> & string]: Value<E, P> | null } }> &
  Part<M, 'max', { readonly max: { readonly [P in NamesIn<M, 'max'> & string]: Value<E, P> | null } }>;

/** Something of each measure that was asked for. */
type PerMeasure<E, M, Count, Of extends { readonly [F in 'number' | 'value']: unknown }> = Part<
  M,
  'count',
  { readonly count?: Count }
> & {
  readonly [F in keyof M & ('countDistinct' | 'sum' | 'avg')]?: {
    readonly [P in NamesIn<M, F> & string]?: Of['number'];
  };
} & {
  readonly [F in keyof M & ('min' | 'max')]?: {
    readonly [P in NamesIn<M, F> & string]?: Of['value'] extends 'comparison'
      ? Value<E, P> | Comparison<Value<E, P>>
      : Of['value'];
  };
} & { readonly [F in Exclude<keyof Measures<E>, keyof M>]?: never };
type Direction = 'asc' | 'desc';
type HavingOf<E, M> = PerMeasure<
  E,
  M,
  number | Comparison<number>,
  { number: number | Comparison<number>; value: 'comparison' }
>;
type GroupOrderOf<E, B extends PropertyKey, M> = PerMeasure<
  E,
  M,
  Direction,
  { number: Direction; value: Direction }
> & { readonly by?: { readonly [P in B]?: Direction } };

/** Which nodes are meant. */
export interface CountInput<G extends Graph, L extends LabelOf<G>> {
  readonly where?: WhereOf<G, L>;
  /** Also nodes that were removed, where removal keeps them. */
  readonly withDeleted?: boolean;
}
export interface GroupInput<G extends Graph, L extends LabelOf<G>, B extends PropertyKey, M>
  extends CountInput<G, L> {
  readonly by: readonly B[];
  /** A filter of the groups. */
  readonly having?: HavingOf<EntityOf<G[L]>, M>;
  readonly orderBy?: GroupOrderOf<EntityOf<G[L]>, B, M>;
  /** @default 50 */
  readonly limit?: number;
}
/** A group: the values that its nodes share, and its figures. */
export type GroupOf<E, B extends PropertyKey, M> = { readonly by: Pick<E, B & keyof E> } & Measured<E, M>;
