import type { z } from 'zod';
import { type Field, readField } from './field.ts';

export interface Relationship {
  readonly type: string;
  readonly direction: 'out' | 'in';
  /** The label of the node at the other end; `defineGraph` resolves it. */
  readonly to: string;
  /** At most one: it is loaded as a node or null instead of a list. */
  readonly one?: boolean;
  /** Properties of the relationship itself, found under `$link`. */
  readonly properties?: z.ZodObject;
}
export type Relationships = Readonly<Record<string, Relationship>>;

export interface NodeDefinition<
  L extends string = string,
  K extends string = string,
  S extends z.ZodObject = z.ZodObject,
  R extends Relationships = Relationships,
  M extends boolean = boolean,
> {
  readonly label: L;
  readonly key: K;
  /** Made by the server when a create leaves it out; false for a `naturalKey`. */
  readonly madeKey: M;
  readonly schema: S;
  readonly fields: readonly Field[];
  readonly relationships: R;
  /** The property that holds the owner's id; undefined for a shared node. */
  readonly owner: string | undefined;
  readonly unique: readonly string[];
  readonly indexes: readonly (readonly string[])[];
}

type FieldName<S extends z.ZodObject> = Extract<keyof z.output<S>, string>;

interface NodeInput<L, K, S extends z.ZodObject, R> {
  readonly label: L;
  readonly key: K;
  readonly schema: S;
  readonly relationships?: R;
  /** Fields, beside the key, of which no two nodes have the same value. */
  readonly unique?: readonly FieldName<S>[];
  readonly indexes?: readonly (readonly (FieldName<S> | keyof Timestamps)[])[];
}
type Ownership<S extends z.ZodObject> =
  | { readonly owner: FieldName<S>; readonly shared?: never }
  | { readonly shared: true; readonly owner?: never };

/** Every node has these; the store sets them. */
export interface Timestamps {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const reserved = new Set(['_id', '_labels', '$link', 'createdAt', 'updatedAt', 'include']);

/**
 * Declares a node once: its storage, its schemas, its API and its SDK types follow from it.
 *
 * @example
 * const Player = defineNode({
 *   label: 'Player', key: 'playerId', owner: 'playerId',
 *   schema: z.object({ playerId: id('ply'), username: z.string().min(3) }),
 *   unique: ['username'],
 * });
 */
export const defineNode = <
  const L extends string,
  S extends z.ZodObject,
  const K extends FieldName<S>,
  const R extends Relationships = Record<never, never>,
  const N extends boolean = false,
>(
  input: NodeInput<L, K, S, R> & Ownership<S> & { readonly naturalKey?: N },
): NodeDefinition<L, K, S, R, N extends true ? false : true> => {
  const problems: string[] = [];
  const fields: Field[] = [];
  for (const [name, schema] of Object.entries(input.schema.shape)) {
    const field = readField(name, schema);
    if (reserved.has(name)) problems.push(`${name} is a reserved name`);
    else if ('problem' in field) problems.push(`${name} ${field.problem}`);
    else fields.push(field);
  }
  for (const name of Object.keys(input.relationships ?? {})) {
    if (reserved.has(name) || name in input.schema.shape)
      problems.push(`the relationship ${name} has the name of a field`);
  }
  const key = fields.find((field) => field.name === input.key);
  if (key && (key.kind !== 'string' || key.optional))
    problems.push(`${input.key} is the key: it must be a text that is always there`);
  if (key && !input.naturalKey && idPrefix(key.value) === undefined)
    problems.push(`${input.key} is the key: give it the schema id('prefix'), or say naturalKey: true`);
  if (problems.length > 0)
    throw new TypeError(`The node ${input.label} cannot be defined:\n- ${problems.join('\n- ')}`);
  const definition: NodeDefinition<L, K, S, R, boolean> = {
    label: input.label,
    key: input.key,
    madeKey: input.naturalKey !== true,
    schema: input.schema,
    fields,
    relationships: input.relationships ?? ({} as R),
    owner: input.owner,
    unique: input.unique ?? [],
    indexes: input.indexes ?? [],
  };
  return Object.freeze(definition) as NodeDefinition<L, K, S, R, N extends true ? false : true>;
};

/** The prefix of the ids that a schema made by `id('prefix')` accepts. */
export const idPrefix = (schema: z.ZodType): string | undefined => {
  const prefix = schema.meta()?.['idPrefix'];
  return typeof prefix === 'string' ? prefix : undefined;
};
