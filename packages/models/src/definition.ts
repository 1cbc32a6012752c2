import type { z } from 'zod';
import type { Field } from './field.ts';

export interface Relationship {
  /** Its type in the database; where there are several, each one is told by `$link.$type`. */
  readonly type: string | readonly string[];
  /** `none` is found from either side, and made outwards. */
  readonly direction: 'out' | 'in' | 'none';
  /** The label of the node at the other end, which may be abstract; `defineGraph` resolves it. */
  readonly to: string;
  /** At most one: it is loaded as a node or null instead of a list. */
  readonly one?: boolean;
  /** Properties of the relationship itself, found under `$link`. */
  readonly properties?: z.ZodObject;
  /** Names of its properties in the database, where they differ. */
  readonly storedAs?: Readonly<Record<string, string>>;
}
export type Relationships = Readonly<Record<string, Relationship>>;

/** A label beside a node's own; with `when`, for those nodes only that have a value in this field. */
export interface SecondLabel {
  readonly label: string;
  readonly when?: string;
}

export interface VectorIndex {
  readonly dimensions: number;
  readonly similarity: 'cosine' | 'euclidean';
}

/** What the types depend on, beside schema and relationships. */
export interface Traits {
  /** Made by the server when a create leaves it out; false for a `naturalKey`. */
  readonly madeKey: boolean;
  /** A second label of other nodes: it is read, and written as one of them. */
  readonly abstract: boolean;
  /** Counts the changes of a node in `version`, so that a writer can say which one it has seen. */
  readonly version: boolean;
  /** A removed node stays, with the time in `deletedAt`, and is not found any more. */
  readonly softDelete: boolean;
  readonly encrypted: readonly string[];
}

/** What was said of a node, exactly. */
export interface TraitsOf<
  N extends boolean,
  V extends boolean,
  D extends boolean,
  E extends readonly string[],
> extends Traits {
  readonly madeKey: N extends true ? false : true;
  readonly abstract: false;
  readonly version: V;
  readonly softDelete: D;
  readonly encrypted: E;
}
/** What is so of every abstract node. */
export interface AbstractTraits extends Traits {
  readonly madeKey: false;
  readonly abstract: true;
  readonly version: false;
  readonly softDelete: false;
  readonly encrypted: readonly [];
}

/** How entities are kept in a cache; the graph itself does nothing with it. */
export interface CacheRule<E> {
  /** The name of a policy. */
  readonly policy: string;
  readonly tags?: (entity: E) => readonly string[];
}

export interface NodeDefinition<
  L extends string = string,
  K extends string = string,
  S extends z.ZodObject = z.ZodObject,
  R extends Relationships = Relationships,
  T extends Traits = Traits,
> {
  readonly label: L;
  readonly key: K;
  readonly schema: S;
  readonly traits: T;
  readonly fields: readonly Field[];
  readonly relationships: R;
  /** The property that holds the owner's id; undefined for a shared node. */
  readonly owner: string | undefined;
  /** The label in the database. */
  readonly stored: string;
  readonly labels: readonly SecondLabel[];
  readonly unique: readonly string[];
  readonly indexes: readonly (readonly string[])[];
  readonly fullText: readonly string[];
  readonly vectors: Readonly<Record<string, VectorIndex>>;
  /** The name of the key's constraint in the database. */
  readonly keyConstraint: string;
  /** Whether every change is told to the journal. */
  readonly journal: boolean;
  readonly cache: CacheRule<never> | undefined;
}

/** Every node has these; the store sets them. */
export interface Timestamps {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
