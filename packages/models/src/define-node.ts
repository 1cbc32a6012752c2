import { z } from 'zod';
import type {
  AbstractTraits,
  CacheRule,
  NodeDefinition,
  Relationships,
  SecondLabel,
  Timestamps,
  Traits,
  TraitsOf,
  VectorIndex,
} from './definition.ts';
import { type Field, readField } from './field.ts';
import { relationshipProblems } from './relationship.ts';
import { isReserved } from './reserved.ts';

type FieldName<S extends z.ZodObject> = Extract<keyof z.output<S>, string>;
type Names<S extends z.ZodObject> = FieldName<S> | keyof Timestamps;

/** Where a database has other names than the definition. */
interface StoredAs<S extends z.ZodObject> {
  readonly label?: string;
  readonly fields?: { readonly [P in Names<S>]?: string };
  readonly keyConstraint?: string;
}

interface CommonInput<L, S extends z.ZodObject, R> {
  readonly label: L;
  readonly schema: S;
  readonly relationships?: R;
  /** Fields, beside the key, of which no two nodes have the same value. */
  readonly unique?: readonly FieldName<S>[];
  readonly indexes?: readonly (readonly Names<S>[])[];
  /** Text fields that a full-text search looks into. */
  readonly fullText?: readonly FieldName<S>[];
  readonly storedAs?: StoredAs<S>;
}

interface NodeInput<
  L,
  K,
  S extends z.ZodObject,
  R,
  V extends boolean,
  D extends boolean,
  E extends readonly string[],
> extends CommonInput<L, S, R> {
  readonly key: K;
  /** Labels beside its own: those of abstract nodes, or plain ones. `when` names the field that such a node must have. */
  readonly labels?: readonly (string | { readonly label: string; readonly when: FieldName<S> })[];
  /** Lists of numbers that a vector search compares. */
  readonly vectors?: {
    readonly [P in FieldName<S>]?: Omit<VectorIndex, 'similarity'> & Partial<VectorIndex>;
  };
  /** Text fields that are kept as ciphertext where the store has a key. */
  readonly encrypted?: E & readonly FieldName<S>[];
  readonly version?: V;
  readonly softDelete?: D;
  readonly cache?: CacheRule<z.output<S> & Timestamps>;
  /** @default true for a node with a cache rule */
  readonly journal?: boolean;
}
type Ownership<S extends z.ZodObject> =
  | { readonly owner: FieldName<S>; readonly shared?: never }
  | { readonly shared: true; readonly owner?: never };

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
  const V extends boolean = false,
  const D extends boolean = false,
  const E extends readonly string[] = readonly [],
>(
  input: NodeInput<L, K, S, R, V, D, E> & Ownership<S> & { readonly naturalKey?: N },
): NodeDefinition<L, K, S, R, TraitsOf<N, V, D, E>> => {
  const traits: Traits = {
    madeKey: input.naturalKey !== true,
    abstract: false,
    version: input.version === true,
    softDelete: input.softDelete === true,
    encrypted: input.encrypted ?? [],
  };
  const { fields, problems } = readFields(input, traits);
  const key = fields.find((field) => field.name === input.key);
  if (key && (key.kind !== 'string' || key.optional))
    problems.push(`${input.key} is the key: it must be a text that is always there`);
  if (key && traits.madeKey && idPrefix(key.value) === undefined)
    problems.push(`${input.key} is the key: give it the schema id('prefix'), or say naturalKey: true`);
  refuse(input.label, problems);
  const definition: NodeDefinition<L, K, S, R> = {
    ...common(input, fields),
    key: input.key,
    traits,
    owner: input.owner,
    labels: (input.labels ?? []).map((label) => (typeof label === 'string' ? { label } : label)),
    vectors: vectorsOf(input.vectors ?? {}),
    keyConstraint: input.storedAs?.keyConstraint ?? `${input.label.toLowerCase()}_id`,
    journal: input.journal ?? input.cache !== undefined,
    cache: input.cache as CacheRule<never> | undefined,
  };
  return Object.freeze(definition) as NodeDefinition<L, K, S, R, TraitsOf<N, V, D, E>>;
};

/**
 * Declares what nodes with a common label have in common, so that relationships may lead to any of them. A node says
 * `labels: ['Database']` to be one of them. They are found by what they share, with `$label` and `$key` of each.
 *
 * @example const Database = defineAbstract({ label: 'Database', shared: true, schema: z.object({ status: z.string() }) });
 */
export const defineAbstract = <
  const L extends string,
  S extends z.ZodObject,
  const R extends Relationships = Record<never, never>,
>(
  input: CommonInput<L, S, R> & Ownership<S>,
): NodeDefinition<L, '$key', S, R, AbstractTraits> => {
  const traits: AbstractTraits = {
    madeKey: false,
    abstract: true,
    version: false,
    softDelete: false,
    encrypted: [],
  };
  const { fields, problems } = readFields(input, traits);
  refuse(input.label, problems);
  return Object.freeze({
    ...common(input, fields),
    key: '$key',
    traits,
    owner: input.owner,
    labels: [],
    vectors: {},
    keyConstraint: '',
    journal: false,
    cache: undefined,
  });
};

const common = <L, S extends z.ZodObject, R extends Relationships>(
  input: CommonInput<L, S, R>,
  fields: readonly Field[],
) => ({
  label: input.label,
  schema: input.schema,
  fields,
  relationships: input.relationships ?? ({} as R),
  stored: input.storedAs?.label ?? String(input.label),
  unique: input.unique ?? [],
  indexes: input.indexes ?? [],
  fullText: input.fullText ?? [],
});

interface FieldsInput {
  readonly schema: z.ZodObject;
  readonly relationships?: Relationships;
  readonly unique?: readonly string[];
  readonly fullText?: readonly string[];
  readonly encrypted?: readonly string[];
  readonly labels?: readonly (string | SecondLabel)[];
  readonly vectors?: object;
  readonly storedAs?: { readonly fields?: { readonly [name: string]: string | undefined } };
}

const readFields = (input: FieldsInput, traits: Traits): { fields: Field[]; problems: string[] } => {
  const problems: string[] = [];
  const fields: Field[] = [];
  for (const [name, schema] of [...Object.entries(input.schema.shape), ...storeFields(traits)]) {
    const declared = name in input.schema.shape;
    const field = readField(name, schema);
    if (declared && isReserved(name, traits)) problems.push(`${name} is a reserved name`);
    else if ('problem' in field) problems.push(`${name} ${field.problem}`);
    else fields.push(named(field, input));
  }
  problems.push(...repeated(fields), ...fieldProblems(fields, input));
  for (const [name, relationship] of Object.entries(input.relationships ?? {}))
    problems.push(...nameProblems(name, input.schema, traits), ...relationshipProblems(name, relationship));
  return { fields, problems };
};

/** What the store adds to every node. */
const storeFields = (traits: Traits): [string, z.ZodType][] => [
  ['createdAt', z.date()],
  ['updatedAt', z.date()],
  ...(traits.version ? ([['version', z.int()]] as [string, z.ZodType][]) : []),
  ...(traits.softDelete ? ([['deletedAt', z.date().optional()]] as [string, z.ZodType][]) : []),
];

const named = (field: Field, { storedAs, encrypted, unique }: FieldsInput): Field => {
  const stored = storedAs?.fields?.[field.name] ?? field.name;
  const secret = encrypted?.includes(field.name) === true;
  return {
    ...field,
    stored,
    encrypted: secret,
    blind: secret && unique?.includes(field.name) ? `${stored}_blind` : undefined,
  };
};

const repeated = (fields: readonly Field[]): string[] => {
  const names = fields.map(({ stored }) => stored);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(
    (name) => `two fields are stored as ${name}`,
  );
};

const fieldProblems = (fields: readonly Field[], input: FieldsInput): string[] => {
  const kindOf = (name: string) => fields.find((field) => field.name === name);
  return [
    ...fields
      .filter(({ stored }) => stored === '_id' || stored === '_labels')
      .map(
        ({ name, stored }) => `${name} is stored as ${stored}, which the embedded engine keeps for itself`,
      ),
    ...(input.encrypted ?? [])
      .filter((name) => kindOf(name)?.kind !== 'string')
      .map((name) => `${name} is encrypted: it must be a text`),
    ...(input.fullText ?? [])
      .filter((name) => kindOf(name)?.kind !== 'string' || kindOf(name)?.encrypted)
      .map((name) => `${name} is searched by its words: it must be a text that is not encrypted`),
    ...Object.keys(input.vectors ?? {})
      .filter((name) => kindOf(name)?.element !== 'float')
      .map((name) => `${name} has a vector index: it must be a list of numbers`),
    ...(input.labels ?? []).flatMap((label) =>
      typeof label === 'object' && label.when !== undefined && kindOf(label.when)?.optional === false
        ? [`the label ${label.label} depends on ${label.when}, which every node has`]
        : [],
    ),
  ];
};

const nameProblems = (name: string, schema: z.ZodObject, traits: Traits): string[] =>
  isReserved(name, traits) || name in schema.shape
    ? [`the relationship ${name} has the name of a field, or a reserved one`]
    : [];

const vectorsOf = (
  input: Readonly<Record<string, (Omit<VectorIndex, 'similarity'> & Partial<VectorIndex>) | undefined>>,
): Readonly<Record<string, VectorIndex>> =>
  Object.fromEntries(
    Object.entries(input).flatMap(([name, vector]) =>
      vector ? [[name, { dimensions: vector.dimensions, similarity: vector.similarity ?? 'cosine' }]] : [],
    ),
  );

const refuse = (label: string, problems: readonly string[]): void => {
  if (problems.length > 0)
    throw new TypeError(`The node ${label} cannot be defined:\n- ${problems.join('\n- ')}`);
};

/** The prefix of the ids that a schema made by `id('prefix')` accepts. */
export const idPrefix = (schema: z.ZodType): string | undefined => {
  const prefix = schema.meta()?.['idPrefix'];
  return typeof prefix === 'string' ? prefix : undefined;
};
