import neo4j from 'neo4j-driver';
import { refuse } from './errors.ts';

export type Kind =
  | 'null'
  | 'boolean'
  | 'integer'
  | 'float'
  /** An integer or a float. */
  | 'number'
  | 'string'
  | 'list'
  | 'map'
  | 'node'
  | 'relationship'
  | 'path'
  /** The parts of a node or relationship in a map: it is answered as the entity, and can be used for nothing else. */
  | 'copy'
  /** What a property may hold: a truth value, number, text, or a list of these. */
  | 'property'
  /** Anything at all, entities too. */
  | 'any';

/** What is known of an expression's value before it runs. */
export interface Type {
  readonly kind: Kind;
  readonly nullable: boolean;
  /** Of a copy. */
  readonly of?: 'node' | 'relationship';
  /** Of a list. */
  readonly item?: Type;
  /** Of a map whose keys are all known. */
  readonly fields?: ReadonlyMap<string, Type>;
  /** A float that came as a parameter: the engine holds it as an integer where it is whole. */
  readonly loose?: true;
  /** It may have been deleted by the statement. */
  readonly deleted?: true;
}

const of = (kind: Kind): Type => ({ kind, nullable: false });

export const types = {
  null: { kind: 'null', nullable: true },
  /** What an empty list is a list of. */
  nothing: { kind: 'null', nullable: false },
  boolean: of('boolean'),
  integer: of('integer'),
  float: of('float'),
  number: of('number'),
  string: of('string'),
  map: of('map'),
  node: of('node'),
  relationship: of('relationship'),
  path: of('path'),
  property: { kind: 'property', nullable: true },
  any: { kind: 'any', nullable: true },
} as const satisfies Record<string, Type>;

export const listOf = (item: Type): Type => ({ kind: 'list', nullable: false, item });
export const orNull = (type: Type, nullable = true): Type =>
  nullable && !type.nullable ? { ...type, nullable } : type;
export const notNull = (type: Type): Type => (type.nullable ? { ...type, nullable: false } : type);
export const itemOf = (type: Type): Type => type.item ?? types.any;

const isOneOf =
  (...kinds: readonly Kind[]) =>
  (type: Type): boolean =>
    kinds.includes(type.kind);

export const isNumber = isOneOf('integer', 'float', 'number');
export const isScalar = isOneOf('boolean', 'integer', 'float', 'number', 'string');
export const isUnknown = isOneOf('property', 'any');
export const isNothing = (type: Type): boolean => type.kind === 'null' && !type.nullable;
export const isEntity = isOneOf('node', 'relationship', 'path');

/** Whether a node, relationship or path may be in it: the engine makes bare ids of them in places. */
export const holdsEntity = (type: Type): boolean =>
  isEntity(type) ||
  type.kind === 'any' ||
  (type.kind === 'list' && holdsEntity(itemOf(type))) ||
  (type.fields !== undefined && [...type.fields.values()].some(holdsEntity));

export const holdsCopy = (type: Type): boolean =>
  type.kind === 'copy' ||
  (type.item !== undefined && holdsCopy(type.item)) ||
  (type.fields !== undefined && [...type.fields.values()].some(holdsCopy));

export const isDeleted = (type: Type): boolean =>
  type.deleted === true ||
  (type.item !== undefined && isDeleted(type.item)) ||
  (type.fields !== undefined && [...type.fields.values()].some(isDeleted));

/** A type as a message names it. */
export const kindText = ({ kind }: Type): string => `${kind === 'integer' ? 'an' : 'a'} ${kind}`;

/** What is true of both. */
export const join = (left: Type, right: Type): Type => {
  const nullable = left.nullable || right.nullable;
  if (left.kind === 'null') return orNull(right, left.nullable);
  if (right.kind === 'null') return orNull(left, right.nullable);
  if (isNumber(left) && isNumber(right)) {
    if (left.kind === right.kind) return loosened({ kind: left.kind, nullable }, left, right);
    if (left.loose || right.loose) throw refuse('floatParameter');
    return { kind: 'number', nullable };
  }
  if (left.kind === 'list' && right.kind === 'list') return joinLists(left, right, nullable);
  if (left.kind === 'map' && right.kind === 'map') return joinMaps(left, right, nullable);
  if (left.kind === 'copy' && left.of === right.of) return orNull(left, nullable);
  if (holdsCopy(left) || holdsCopy(right)) throw refuse('unionEntity');
  if (left.kind === right.kind)
    return { kind: left.kind, nullable, ...((left.deleted || right.deleted) && { deleted: true }) };
  if (isStorable(left) && isStorable(right)) {
    if (hasLoose(left) || hasLoose(right)) throw refuse('floatParameter');
    return { kind: 'property', nullable };
  }
  return { kind: 'any', nullable, ...((isDeleted(left) || isDeleted(right)) && { deleted: true }) };
};

const loosened = (type: Type, left: Type, right: Type): Type =>
  left.loose || right.loose ? { ...type, loose: true } : type;

const joinLists = (left: Type, right: Type, nullable: boolean): Type => ({
  kind: 'list',
  nullable,
  item: join(itemOf(left), itemOf(right)),
});

const joinMaps = (left: Type, right: Type, nullable: boolean): Type => {
  if (!left.fields || !right.fields) {
    if (hasLoose(left) || hasLoose(right)) throw refuse('floatParameter');
    if (holdsCopy(left) || holdsCopy(right)) throw refuse('unionEntity');
    return { kind: 'map', nullable };
  }
  const names = new Set([...left.fields.keys(), ...right.fields.keys()]);
  const fields = new Map(
    [...names].map((name) => [
      name,
      join(left.fields?.get(name) ?? types.null, right.fields?.get(name) ?? types.null),
    ]),
  );
  return { kind: 'map', nullable, fields };
};

/** What a property can hold. */
export const isStorable = (type: Type): boolean =>
  isScalar(type) ||
  type.kind === 'property' ||
  type.kind === 'null' ||
  (type.kind === 'list' && (isScalar(itemOf(type)) || itemOf(type).kind === 'null'));

export const hasLoose = (type: Type): boolean =>
  type.loose === true ||
  (type.item !== undefined && hasLoose(type.item)) ||
  (type.fields !== undefined && [...type.fields.values()].some(hasLoose));

/** The type of a parameter's value. A number is a float, as it is for Neo4j's driver; integers come as Integer or bigint. */
export const typeOfValue = (value: unknown, name: string): Type => {
  if (value === null || value === undefined) return types.null;
  if (typeof value === 'boolean') return types.boolean;
  if (typeof value === 'string') return types.string;
  if (typeof value === 'bigint' || neo4j.isInt(value)) return types.integer;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refuse('parameterValue', `$${name} is ${value}`);
    return { ...types.float, loose: true };
  }
  if (Array.isArray(value)) {
    let item: Type | undefined;
    for (const one of value) {
      // Thousands of rows are of one type nearly always, and looking is far cheaper than joining.
      if (item && isOf(item, one)) continue;
      const type = typeOfValue(one, name);
      item = item ? join(item, type) : type;
    }
    return listOf(item ?? types.nothing);
  }
  if (typeof value === 'object' && isPlain(value))
    return {
      kind: 'map',
      nullable: false,
      fields: new Map(Object.entries(value).map(([key, one]) => [key, typeOfValue(one, name)])),
    };
  throw refuse('parameterValue', `$${name}`);
};

/** Whether a type says all of a value already. */
const isOf = (type: Type, value: unknown): boolean => {
  if (value === null || value === undefined) return type.nullable;
  switch (type.kind) {
    case 'string':
    case 'boolean':
      return typeof value === type.kind;
    case 'integer':
      return neo4j.isInt(value) || typeof value === 'bigint';
    case 'float':
      return Number.isFinite(value);
    case 'map': {
      const { fields } = type;
      if (!fields || typeof value !== 'object' || !isPlain(value)) return false;
      const entries = Object.entries(value);
      return (
        entries.length === fields.size &&
        entries.every(([key, one]) => {
          const field = fields.get(key);
          return field !== undefined && isOf(field, one);
        })
      );
    }
    default:
      return false;
  }
};

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
