import { Literal, neo4jDriver } from 'neogma';

const reads = ['findOne', 'findMany', 'findRelationships'] as const;
type Read = (parameters?: { readonly where?: unknown; readonly relationships?: unknown }) => unknown;

/**
 * Neogma leaves a condition out whose value it does not know, and then finds everything: `undefined`, a bigint, a Date
 * or a plain object. Here such a value is an error that names its place.
 */
export const checkFilters = (label: string, model: Record<(typeof reads)[number], unknown>): void => {
  for (const name of reads) {
    const read = model[name] as Read;
    const checked: Read = async (parameters) => {
      const check = name === 'findRelationships' ? assertSides : assertKnown;
      check(parameters?.where, `${label}.${name}.where`);
      assertRelationships(parameters?.relationships, `${label}.${name}.relationships`);
      return read(parameters);
    };
    Object.defineProperty(model, name, { value: checked });
  }
};

const assertRelationships = (relationships: unknown, path: string): void => {
  for (const [alias, options] of entriesOf(relationships)) {
    const { where, relationships: inner } = Object.fromEntries(entriesOf(options));
    assertSides(where, `${path}.${alias}.where`);
    assertRelationships(inner, `${path}.${alias}.relationships`);
  }
};

/** The nodes and the relationship that a filter speaks of. */
const assertSides = (where: unknown, path: string): void => {
  for (const [side, conditions] of entriesOf(where)) assertKnown(conditions, `${path}.${side}`);
};

/** A condition is a value, a list of them, or an object of operators, which are symbols. */
const assertKnown = (where: unknown, path: string): void => {
  for (const [name, value] of entriesOf(where))
    if (!isKnown(value))
      throw new TypeError(`${path}.${name} is ${described(value)}, which Neogma would leave out.`);
};

const isKnown = (value: unknown): boolean => {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isKnown);
  if (isPlain(value) && hasOperators(value))
    return Object.getOwnPropertySymbols(value).every((operator) => isKnown(Reflect.get(value, operator)));
  return value instanceof Literal || isStored(value);
};

const isStored = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  [
    neo4jDriver.isInt,
    neo4jDriver.isDateTime,
    neo4jDriver.isLocalDateTime,
    neo4jDriver.isDate,
    neo4jDriver.isTime,
    neo4jDriver.isLocalTime,
    neo4jDriver.isDuration,
    neo4jDriver.isPoint,
  ].some((is) => is(value));

const hasOperators = (value: object): boolean => Object.getOwnPropertySymbols(value).length > 0;
const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
const entriesOf = (value: unknown): [string, unknown][] => (isPlain(value) ? Object.entries(value) : []);
const described = (value: unknown): string =>
  value === undefined || typeof value === 'bigint' ? typeof value : (value?.constructor?.name ?? 'an object');
