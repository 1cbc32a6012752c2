import { isAggregate } from './aggregates.ts';
import { type At, type Emitted, type Ground, quote, type Scope, type Variable, wrong } from './at.ts';
import { invalid, refuse } from './errors.ts';
import { truthOf } from './operators.ts';
import type { Expression, Projection, ReturnItem, SortItem } from './syntax.ts';
import { translate } from './translate-expression.ts';
import { holdsCopy, isScalar, itemOf, type Type } from './types.ts';
import { fingerprint, hasAggregate, rewrite, variablesIn, walk } from './walk.ts';

interface Projected {
  readonly name: string;
  /** The name in the engine's text. */
  readonly alias: string;
  readonly expression: Expression;
  readonly value: Emitted;
}

export interface Column {
  readonly name: string;
  readonly alias: string;
  readonly type: Type;
}

export interface DrawnProjection {
  /** What follows WITH or RETURN. */
  readonly text: string;
  readonly columns: readonly Column[];
  readonly scope: Scope;
}

/** A WITH or RETURN with its ORDER BY, SKIP, LIMIT and, of a WITH, its WHERE. */
export const drawProjection = (
  projection: Projection,
  where: Expression | undefined,
  kind: 'with' | 'return',
  scope: Scope,
  ground: Ground,
): DrawnProjection => {
  const at: At = { ground, scope, aggregates: true, filter: false, patterns: false };
  const items = projectedItems(projection, kind, at);
  const regrouped = projection.distinct || items.some(({ value }) => value.aggregates);
  if (regrouped && items.some(({ value }) => !value.aggregates && holdsCopy(value.type)))
    throw refuse('unionEntity', 'then DISTINCT or grouped by');
  const keys = groupingKeys(items, 'columns');
  for (const { expression, value } of items) if (value.aggregates) assertUnambiguous(expression, keys, at);

  const next = new Map<string, Variable>(
    items.map(({ name, alias, value }) => [name, { type: value.type, text: quote(alias) }]),
  );
  const visible: Scope = regrouped ? next : new Map([...scope, ...next]);
  const within: At = { ...at, scope: visible, aggregates: false };
  const resolve = (expression: Expression): Expression => {
    if (!regrouped) return aliased(expression, items, 'whole');
    assertUnambiguous(expression, groupingKeys(items, 'columns and names'), at);
    const done = aliased(expression, items, 'parts');
    if (hasAggregate(done)) throw refuse('aggregate', 'in ORDER BY');
    return done;
  };

  const carried = where && !regrouped ? carriedBy(where, scope, next) : [];
  const parts = [
    `${projection.distinct ? 'DISTINCT ' : ''}${itemsText(items, carried, ground)}`,
    ...(projection.orderBy.length > 0
      ? [`ORDER BY ${projection.orderBy.map((sort) => sortText(sort, resolve, within)).join(', ')}`]
      : []),
    ...countText('SKIP', projection.skip, at),
    ...countText('LIMIT', projection.limit, at),
  ];
  if (where) {
    const condition = regrouped ? resolve(where) : where;
    const value = translate(condition, { ...within, filter: true, patterns: true });
    parts.push(`WHERE ${truthOf(value, condition, within)}`);
    if (carried.length > 0) parts.push(`WITH ${itemsText(renamed(items), [], ground)}`);
  }
  const columns = items.map(({ name, alias, value }) => ({ name, alias, type: value.type }));
  return { text: parts.join(' '), columns, scope: next };
};

const projectedItems = (projection: Projection, kind: 'with' | 'return', at: At): Projected[] => {
  const all = projection.all ? [...at.scope.keys()].sort().map((name) => named(name, projection)) : [];
  if (projection.all && kind === 'return' && all.length === 0)
    throw invalid(at.ground.source, projection.start, 'RETURN * has no variables to return');
  const items = [...all, ...projection.items].map((item) => {
    const { expression, alias, text } = item;
    if (kind === 'with' && alias === undefined && expression.kind !== 'variable')
      throw wrong(at, expression, `WITH ${text} needs a name: AS …`);
    const name = alias ?? (expression.kind === 'variable' ? expression.name : text);
    const isName = alias !== undefined || expression.kind === 'variable';
    return { name, alias: isName ? name : at.ground.fresh(), expression, value: translate(expression, at) };
  });
  const names = new Set(items.map(({ name }) => name));
  if (names.size < items.length)
    throw invalid(at.ground.source, projection.start, 'two columns have the same name');
  return items;
};

const named = (name: string, { start, end }: Projection): ReturnItem => ({
  expression: { kind: 'variable', name, start, end },
  alias: undefined,
  text: name,
});

const itemsText = (items: readonly Projected[], carried: readonly string[], ground: Ground): string => {
  const texts = [
    ...items.map(({ value, alias }) => `${value.text} AS ${quote(alias)}`),
    ...carried.map((name) => `${quote(name)} AS ${quote(name)}`),
  ];
  return texts.length === 0 ? `1 AS ${quote(ground.fresh())}` : texts.join(', ');
};

const renamed = (items: readonly Projected[]): Projected[] =>
  items.map((item) => ({ ...item, value: { ...item.value, text: quote(item.alias) } }));

/** What the WHERE of a WITH sees, although the WITH does not pass it on. */
const carriedBy = (where: Expression, scope: Scope, next: Scope): string[] =>
  [...variablesIn(where)].filter((name) => scope.has(name) && !next.has(name));

/** Only what is projected by itself may stand beside an aggregate. */
const groupingKeys = (
  items: readonly Projected[],
  by: 'columns' | 'columns and names',
): ReadonlySet<string> =>
  new Set(
    items
      .filter(({ expression, value }) => !value.aggregates && /^(variable|property)$/.test(expression.kind))
      .flatMap(({ expression, name }) => [
        fingerprint(expression),
        ...(by === 'columns' ? [] : [fingerprint({ kind: 'variable', name, start: 0, end: 0 })]),
      ]),
  );

const assertUnambiguous = (expression: Expression, keys: ReadonlySet<string>, at: At): void => {
  if (!hasAggregate(expression)) return;
  walk(expression, (part) => {
    if (part.kind === 'countAll' || (part.kind === 'call' && isAggregate(part.name))) return 'stop';
    if (keys.has(fingerprint(part))) return 'stop';
    if (part.kind === 'comprehension' || part.kind === 'quantifier' || part.kind === 'pattern')
      throw refuse('aggregate', `beside a ${part.kind}`);
    if (part.kind === 'variable')
      throw wrong(at, part, `${part.name} stands beside an aggregate, and is not projected by itself`);
    return 'deeper';
  });
};

/** Where a column's own expression is repeated, the column is meant. */
const aliased = (expression: Expression, items: readonly Projected[], how: 'whole' | 'parts'): Expression => {
  const meant = (part: Expression): Expression | undefined => {
    const found = items.find((item) => fingerprint(item.expression) === fingerprint(part));
    return found && { kind: 'variable', name: found.name, start: part.start, end: part.end };
  };
  return how === 'whole' ? (meant(expression) ?? expression) : rewrite(expression, meant);
};

const sortText = (sort: SortItem, resolve: (expression: Expression) => Expression, within: At): string => {
  const value = translate(resolve(sort.expression), within);
  if (value.random) throw refuse('call', 'rand() in ORDER BY');
  if (!isSortable(value.type)) throw refuse('mixedComparison', `ORDER BY ${value.type.kind}`);
  return `${value.text}${sort.descending ? ' DESC' : ''}`;
};

const isSortable = (type: Type): boolean =>
  isScalar(type) ||
  type.kind === 'property' ||
  type.kind === 'null' ||
  (type.kind === 'list' && isSortable(itemOf(type)));

const countText = (word: 'SKIP' | 'LIMIT', expression: Expression | undefined, at: At): string[] => {
  if (!expression) return [];
  const problem = (text: string): Error => wrong(at, expression, `${word} ${text}`);
  if (expression.kind === 'integer') {
    if (expression.value < 0n) throw problem('cannot be negative');
    return [`${word} ${expression.value}`];
  }
  if (expression.kind === 'float' || expression.kind === 'literal') throw problem('takes an integer');
  if (variablesIn(expression).size > 0) throw problem('cannot depend on the rows');
  const value = translate(expression, { ...at, aggregates: false });
  if (expression.kind !== 'parameter') throw refuse('limit');
  if (value.type.kind !== 'integer')
    throw problem('takes an integer: pass neo4j.int(), a bigint or an Integer');
  if (BigInt(String(at.ground.params[expression.name])) < 0n) throw problem('cannot be negative');
  return [`${word} ${value.text}`];
};
