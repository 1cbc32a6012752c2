import type {
  EntityOf,
  Graph,
  KeyOf,
  LabelOf,
  LinkInputOf,
  NestedCreateOf,
  NodeDefinition,
  PatchOf,
  RelationshipName,
  RelationshipsOf,
  TargetOf,
  UpsertOf,
  WhereOf,
} from '@graphkeep/models';
import type { Entity } from '../decode.ts';
import type { Ground } from '../ground.ts';
import type { WriteOptions } from '../transaction/options.ts';
import type { BulkOptions } from './bulk.ts';
import { create, createMany } from './create.ts';
import { type PatchedCount, type PatchOptions, patch, patchMany } from './patch.ts';
import { type Pair, type RelatedCount, relate, relateMany, unrelate } from './relate.ts';
import { purge, type RemovedCount, remove, removeMany, restore } from './remove.ts';
import { type UpsertCounts, upsert, upsertMany } from './upsert.ts';
import type { VersionOption } from './version.ts';

/** What a relationship's properties may be left out for: where none of them is required. */
type LinkArguments<I> = unknown extends I
  ? []
  : Record<never, never> extends I
    ? [properties?: I]
    : [properties: I];
/** Two nodes by their keys, and what is to stand between them. */
export type PairOf<G extends Graph, L extends LabelOf<G>, A extends RelationshipName<G, L>> = {
  readonly from: KeyOf<G[L]>;
  readonly to: KeyOf<G[TargetOf<G, L, A>]>;
} & LinkPart<LinkInputOf<RelationshipsOf<G, L>[A]>>;
type LinkPart<I> = unknown extends I
  ? unknown
  : Record<never, never> extends I
    ? { readonly $link?: I }
    : { readonly $link: I };

export interface Writes<G extends Graph, L extends LabelOf<G>> {
  /** Makes a node, with what is to be made or joined beside it: all of it, or nothing. */
  create(input: NestedCreateOf<G, L>, options?: WriteOptions): Promise<EntityOf<G[L]>>;
  /** Makes many nodes, all of them or none, and answers their keys in the order of the rows. */
  createMany(rows: readonly NestedCreateOf<G, L>[], options?: WriteOptions): Promise<readonly KeyOf<G[L]>[]>;
  /**
   * Makes the node of a key, or changes the one that is there. What is left out is left alone there: a default is for new
   * nodes only. `null` removes. A node that was removed and kept comes back.
   */
  upsert(input: UpsertOf<G[L]>): Promise<EntityOf<G[L]>>;
  /** The same for many, all of them or none. A node that has the values already is not written. Each key comes once. */
  upsertMany(rows: readonly UpsertOf<G[L]>[]): Promise<UpsertCounts>;
  /** Changes a node and answers it: a value is set, null removes, `{ increment }` adds, `{ push }` appends. */
  patch(key: KeyOf<G[L]>, changes: PatchOf<G[L]>, options?: PatchOptions): Promise<EntityOf<G[L]>>;
  /** Changes all that the filter finds, or with `limit` the first of them by their keys. */
  patchMany(where: WhereOf<G, L>, changes: PatchOf<G[L]>, options?: BulkOptions): Promise<PatchedCount>;
  /** Removes a node with its relationships; where the definition says `softDelete` it is kept with a mark. */
  remove(key: KeyOf<G[L]>, options?: VersionOption): Promise<void>;
  removeMany(where: WhereOf<G, L>, options?: BulkOptions): Promise<RemovedCount>;
  /** Brings back a node that was removed and kept. */
  restore(key: KeyOf<G[L]>): Promise<EntityOf<G[L]>>;
  /** Removes a node for good, also one that was removed before and kept. */
  purge(key: KeyOf<G[L]>): Promise<void>;
  /**
   * Joins a node to another, once; properties of a relationship that exists are set anew. Where there is to be one at
   * most, on either side, the earlier one is taken away.
   */
  relate<const A extends RelationshipName<G, L>>(
    from: KeyOf<G[L]>,
    relationship: A,
    to: KeyOf<G[TargetOf<G, L, A>]>,
    ...properties: LinkArguments<LinkInputOf<RelationshipsOf<G, L>[A]>>
  ): Promise<void>;
  /** Joins many pairs. A pair of which a node is missing is an error that names it; with `missing: 'skip'` it is answered. */
  relateMany<const A extends RelationshipName<G, L>>(
    relationship: A,
    pairs: readonly PairOf<G, L, A>[],
    options?: { readonly missing?: 'fail' | 'skip' },
  ): Promise<{ readonly related: number; readonly missing: readonly PairOf<G, L, A>[] }>;
  /** Parts two nodes, and says whether they were joined. With `$type`, by the relationships of that type only. */
  unrelate<const A extends RelationshipName<G, L>>(
    from: KeyOf<G[L]>,
    relationship: A,
    to: KeyOf<G[TargetOf<G, L, A>]>,
    options?: Pick<
      LinkInputOf<RelationshipsOf<G, L>[A]>,
      '$type' & keyof LinkInputOf<RelationshipsOf<G, L>[A]>
    >,
  ): Promise<boolean>;
}

/** The same writes before their definition gives them types. */
export interface UntypedWrites {
  create(input: object, options?: WriteOptions): Promise<Entity>;
  createMany(rows: readonly object[], options?: WriteOptions): Promise<readonly Entity[]>;
  upsert(input: object): Promise<Entity>;
  upsertMany(rows: readonly object[]): Promise<UpsertCounts>;
  patch(key: object, changes: object, options?: PatchOptions): Promise<Entity>;
  patchMany(where: object, changes: object, options?: BulkOptions): Promise<PatchedCount>;
  remove(key: object, options?: VersionOption): Promise<void>;
  removeMany(where: object, options?: BulkOptions): Promise<RemovedCount>;
  restore(key: object): Promise<Entity>;
  purge(key: object): Promise<void>;
  relate(from: object, name: string, to: object, properties?: object): Promise<void>;
  relateMany(
    name: string,
    pairs: readonly Pair[],
    options?: { readonly missing?: 'fail' | 'skip' },
  ): Promise<RelatedCount>;
  unrelate(from: object, name: string, to: object, options?: { readonly $type?: unknown }): Promise<boolean>;
}

export const openWrites = (ground: Ground, definition: NodeDefinition): UntypedWrites => ({
  create: async (input, options) => create(ground, definition, input, options),
  createMany: async (rows, options) => createMany(ground, definition, rows, options),
  upsert: async (input) => upsert(ground, definition, input),
  upsertMany: async (rows) => upsertMany(ground, definition, rows),
  patch: async (key, changes, options) => patch(ground, definition, key, changes, options),
  patchMany: async (where, changes, options) => patchMany(ground, definition, where, changes, options),
  remove: async (key, options) => remove(ground, definition, key, options),
  removeMany: async (where, options) => removeMany(ground, definition, where, options),
  restore: async (key) => restore(ground, definition, key),
  purge: async (key) => purge(ground, definition, key),
  relate: async (from, name, to, properties) => relate(ground, definition, from, name, to, properties),
  relateMany: async (name, pairs, options) => relateMany(ground, definition, name, pairs, options),
  unrelate: async (from, name, to, options) => unrelate(ground, definition, from, name, to, options),
});
