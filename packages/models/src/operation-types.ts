import type { z } from 'zod';
import type { CountInput } from './aggregate-types.ts';
import type { Graph, LabelOf } from './define-graph.ts';
import type { NodeDefinition } from './definition.ts';
import type {
  CreateOf,
  EntityOf,
  IncludeOf,
  KeyOf,
  LinkInputOf,
  PatchOf,
  Projection,
  RelationshipName,
  RelationshipsOf,
  SelectOf,
  TargetOf,
} from './types.ts';

type Nothing = Record<never, never>;

export interface GetManyInput<
  G extends Graph,
  L extends LabelOf<G>,
  I = IncludeOf<G, L>,
  S = SelectOf<EntityOf<G[L]>>,
  O = SelectOf<EntityOf<G[L]>>,
> extends Projection<G, L, I, S, O> {
  readonly keys: readonly KeyOf<G[L]>[];
}

export interface SearchInput<
  G extends Graph,
  L extends LabelOf<G>,
  I = IncludeOf<G, L>,
  S = SelectOf<EntityOf<G[L]>>,
  O = SelectOf<EntityOf<G[L]>>,
> extends Projection<G, L, I, S, O>,
    Pick<CountInput<G, L>, 'where'> {
  readonly text: string;
  /** @default 10 */
  readonly limit?: number;
}
/** What a search found. */
export interface Hit<T> {
  readonly node: T;
  /** How well it fits: for a text any number above 0, for a vector from 0 to 1. */
  readonly score: number;
}

export interface CreateManyInput<N extends NodeDefinition> {
  readonly items: readonly CreateOf<N>[];
}

type Optional<N extends NodeDefinition> = {
  [P in keyof z.output<N['schema']>]: undefined extends z.output<N['schema']>[P] ? P : never;
}[keyof z.output<N['schema']>];
/** What makes a node or changes it: whole, with its key, and null for what is to be removed. */
export type UpsertOf<N extends NodeDefinition> = Omit<CreateOf<N>, Optional<N>> & {
  readonly [P in Optional<N> & keyof CreateOf<N>]?: CreateOf<N>[P] | null;
} & KeyOf<N>;

/** The version that the caller has seen, of nodes that count their changes. */
type Seen<N extends NodeDefinition> = N['traits']['version'] extends true
  ? { readonly version?: number }
  : unknown;
export type PatchInput<N extends NodeDefinition> = KeyOf<N> & { readonly changes: PatchOf<N> } & Seen<N>;
export type RemoveInput<N extends NodeDefinition> = KeyOf<N> & Seen<N>;

export type RelateInput<G extends Graph, L extends LabelOf<G>, A extends RelationshipName<G, L>> = {
  readonly from: KeyOf<G[L]>;
  readonly relationship: A;
  readonly to: KeyOf<G[TargetOf<G, L, A>]>;
} & LinkPart<LinkInputOf<RelationshipsOf<G, L>[A]>>;
type LinkPart<I> = unknown extends I
  ? unknown
  : Nothing extends I
    ? { readonly $link?: I }
    : { readonly $link: I };
export type UnrelateInput<G extends Graph, L extends LabelOf<G>, A extends RelationshipName<G, L>> = {
  readonly from: KeyOf<G[L]>;
  readonly relationship: A;
  readonly to: KeyOf<G[TargetOf<G, L, A>]>;
} & Partial<
  Pick<LinkInputOf<RelationshipsOf<G, L>[A]>, '$type' & keyof LinkInputOf<RelationshipsOf<G, L>[A]>>
>;
