type Entity = Readonly<Record<string, unknown>>;
type Where = Readonly<Record<string, unknown>>;

/** What is related to a person, as `where` sees it: the other node, with its link under `$link`. */
export type RelatedOf = (entity: Entity, relationship: string) => readonly Entity[];

/** What a filter means, in the plainest words there are: the engines must find the same. */
export const matches = (entity: Entity, where: Where, relatedOf: RelatedOf): boolean =>
  Object.entries(where).every(([name, filter]) => holds(entity, name, filter, relatedOf));

const holds = (entity: Entity, name: string, filter: unknown, relatedOf: RelatedOf): boolean => {
  const each = (one: unknown) => matches(entity, one as Where, relatedOf);
  if (name === 'AND') return (filter as unknown[]).every(each);
  if (name === 'OR') return (filter as unknown[]).some(each);
  if (name === 'NOT') return !(Array.isArray(filter) ? filter.some(each) : each(filter));
  if (name === '$link') return matches(entity['$link'] as Entity, filter as Where, relatedOf);
  if (isRelated(filter))
    return Object.entries(filter).every(([quantifier, inner]) => {
      const passes = (other: Entity) => matches(other, inner as Where, relatedOf);
      const others = relatedOf(entity, name);
      if (quantifier === 'some') return others.some(passes);
      return quantifier === 'none' ? !others.some(passes) : others.every(passes);
    });
  const value = entity[name];
  if (filter === null) return value === undefined;
  if (typeof filter !== 'object' || filter instanceof Date) return same(value, filter);
  const { ignoreCase, ...operators } = filter as Record<string, unknown>;
  const folded = (one: unknown): unknown =>
    ignoreCase && typeof one === 'string'
      ? one.toLowerCase()
      : Array.isArray(one) && ignoreCase
        ? one.map(folded)
        : one;
  return Object.entries(operators).every(([operator, asked]) =>
    compare(folded(value), operator, folded(asked)),
  );
};

const isRelated = (filter: unknown): filter is Where =>
  typeof filter === 'object' &&
  filter !== null &&
  Object.keys(filter).some((key) => ['some', 'none', 'every'].includes(key));

const plain = (value: unknown) => (value instanceof Date ? value.getTime() : value);
const same = (a: unknown, b: unknown) => plain(a) === plain(b);

const compare = (value: unknown, operator: string, asked: unknown): boolean => {
  const [left, right] = [plain(value) as number, plain(asked) as number];
  const list = (value ?? []) as unknown[];
  const text = value as string | undefined;
  switch (operator) {
    case 'eq':
      return asked === null ? value === undefined : same(value, asked);
    case 'ne':
      return asked === null ? value !== undefined : !same(value, asked);
    case 'in':
      return (asked as unknown[]).some((one) => same(value, one));
    case 'notIn':
      return !(asked as unknown[]).some((one) => same(value, one));
    case 'lt':
      return value !== undefined && left < right;
    case 'lte':
      return value !== undefined && left <= right;
    case 'gt':
      return value !== undefined && left > right;
    case 'gte':
      return value !== undefined && left >= right;
    case 'contains':
      return text?.includes(asked as string) ?? false;
    case 'startsWith':
      return text?.startsWith(asked as string) ?? false;
    case 'endsWith':
      return text?.endsWith(asked as string) ?? false;
    case 'has':
      return list.includes(asked);
    case 'hasEvery':
      return (asked as unknown[]).every((one) => list.includes(one));
    case 'hasSome':
      return (asked as unknown[]).some((one) => list.includes(one));
    case 'isEmpty':
      return (list.length === 0) === asked;
  }
  throw new TypeError(operator);
};
