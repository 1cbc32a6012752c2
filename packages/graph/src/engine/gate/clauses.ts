import {
  type At,
  type Emitted,
  type Ground,
  quote,
  quoteKey,
  type Scope,
  type Variable,
  wrong,
} from './at.ts';
import { invalid, refuse } from './errors.ts';
import { isList, typeTrap } from './guards.ts';
import { once, truthOf } from './operators.ts';
import { drawPatterns } from './patterns.ts';
import { settledMap, settledProperty } from './stored.ts';
import type { ClauseOf, Expression, Place, RemoveItem, SetItem } from './syntax.ts';
import { translate } from './translate-expression.ts';
import { isDeleted, itemOf, kindText, type Type, types } from './types.ts';

/** What a clause becomes, and the variables after it. */
export interface DrawnClause {
  readonly text: string;
  readonly scope: Scope;
}

const place = (ground: Ground, scope: Scope): At => ({
  ground,
  scope,
  aggregates: false,
  filter: false,
  patterns: false,
});

export const drawMatch = (clause: ClauseOf<'match'>, scope: Scope, ground: Ground): DrawnClause => {
  const drawn = drawPatterns(clause.patterns, 'match', clause.optional, place(ground, scope));
  const at: At = { ...place(ground, drawn.scope), filter: true, patterns: true };
  const conditions = [...drawn.conditions];
  if (clause.where) conditions.unshift(truthOf(translate(clause.where, at), clause.where, at));
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return { text: `${clause.optional ? 'OPTIONAL ' : ''}MATCH ${drawn.text}${where}`, scope: drawn.scope };
};

export const drawUnwind = (clause: ClauseOf<'unwind'>, scope: Scope, ground: Ground): DrawnClause => {
  const at = place(ground, scope);
  const source = translate(clause.source, at);
  const { type } = source;
  if (scope.has(clause.variable)) throw wrong(at, clause, `the variable ${clause.variable} is bound already`);
  if (isDeleted(type)) throw refuse('deleted');
  let { text } = source;
  let item: Type;
  if (type.kind === 'list') item = itemOf(type);
  else if (type.kind === 'null') item = types.null;
  else if (type.kind === 'property') {
    once(source);
    item = types.property;
    text = typeTrap(`${text} IS NOT NULL AND NOT (${isList(text)})`, text);
  } else throw refuse('argument', `UNWIND of ${type.kind}`);
  const next = new Map([...scope, [clause.variable, { type: item, text: quote(clause.variable) }]]);
  return { text: `UNWIND ${text} AS ${quote(clause.variable)}`, scope: next };
};

export const drawCreate = (clause: ClauseOf<'create'>, scope: Scope, ground: Ground): DrawnClause => {
  const drawn = drawPatterns(clause.patterns, 'create', false, place(ground, scope));
  return { text: `CREATE ${drawn.text}`, scope: drawn.scope };
};

export const drawMerge = (clause: ClauseOf<'merge'>, scope: Scope, ground: Ground): DrawnClause => {
  const drawn = drawPatterns([clause.pattern], 'merge', false, place(ground, scope));
  const actions = [
    ...(['onCreate', 'onMatch'] as const).flatMap((when) => {
      if (clause[when].length === 0) return [];
      const items = clause[when].map((item) => {
        if (targetOf(item, item.variable, drawn.scope, ground).type.nullable)
          throw refuse('target', item.variable);
        return setText(item, drawn.scope, ground);
      });
      return [` ${when === 'onCreate' ? 'ON CREATE' : 'ON MATCH'} SET ${items.join(', ')}`];
    }),
  ];
  return { text: `MERGE ${drawn.text}${actions.join('')}`, scope: drawn.scope };
};

export const drawSet = (clause: ClauseOf<'set'>, scope: Scope, ground: Ground): DrawnClause => ({
  text: changes('SET', clause.items, scope, ground, (item) => setText(item, scope, ground)),
  scope,
});

export const drawRemove = (clause: ClauseOf<'remove'>, scope: Scope, ground: Ground): DrawnClause => ({
  text: changes('REMOVE', clause.items, scope, ground, removeText),
  scope,
});

/** One clause for each change, in their order: the engine refuses a change of null, so an optional one is a FOREACH. */
const changes = <T extends Place & { readonly variable: string }>(
  word: 'SET' | 'REMOVE',
  items: readonly T[],
  scope: Scope,
  ground: Ground,
  textOf: (item: T) => string,
): string =>
  items
    .map((item) => {
      const target = targetOf(item, item.variable, scope, ground);
      return ifThere(target, `${word} ${textOf(item)}`, ground);
    })
    .join(' ');

const ifThere = (target: Variable, change: string, ground: Ground): string =>
  target.type.nullable
    ? `FOREACH (${quote(ground.fresh())} IN CASE WHEN ${target.text} IS NULL THEN [] ELSE [1] END | ${change})`
    : change;

/** The entity that a variable surely is. */
const targetOf = (written: Place, name: string, scope: Scope, ground: Ground): Variable => {
  const found = scope.get(name);
  if (!found) throw invalid(ground.source, written.start, `the variable ${name} is not defined`);
  const { type } = found;
  if (type.deleted) throw refuse('deleted', name);
  if (type.kind === 'node' || type.kind === 'relationship') return found;
  if (type.kind === 'any' || type.kind === 'property' || type.kind === 'null' || type.kind === 'path')
    throw refuse('target', name);
  throw invalid(ground.source, written.start, `${name} is ${kindText(type)}, no node or relationship`);
};

const setText = (item: SetItem, scope: Scope, ground: Ground): string => {
  const at = place(ground, scope);
  const variable = quote(item.variable);
  if (item.kind === 'labels') return labelsText(item, scope, ground);
  if (item.kind === 'property')
    return `${variable}.${quoteKey(item.key)} = ${storedProperty(item.value, at)}`;
  return `${variable} ${item.operator} ${mapText(item, at)}`;
};

const storedProperty = (expression: Expression, at: At): string => {
  return settledProperty(translate(expression, at), at, expression);
};

const mapText = (item: Extract<SetItem, { readonly kind: 'all' }>, at: At): string => {
  const { value: expression } = item;
  const value = translate(expression, at);
  const { type } = value;
  assertOtherKind(item, value, at);
  if (type.kind === 'node' || type.kind === 'relationship') {
    if (type.nullable || type.deleted) throw refuse('mapUpdate');
    return `properties(${value.text})`;
  }
  if (type.kind === 'map' && !type.nullable) return settledMap(value, at, expression);
  if (type.kind === 'map' || type.kind === 'any' || type.kind === 'property' || type.kind === 'null')
    throw refuse('mapUpdate');
  throw wrong(at, expression, `${kindText(type)} is no map of properties`);
};

/** properties() answers from before the statement, even of an entity that an earlier row has changed. */
const assertOtherKind = (item: Extract<SetItem, { readonly kind: 'all' }>, value: Emitted, at: At): void => {
  const target = at.scope.get(item.variable)?.type.kind;
  const call = item.value.kind === 'call' ? item.value.args[0] : undefined;
  const source = call ? translate(call, at).type.kind : value.type.kind;
  if (source === target) throw refuse('mapUpdate', 'from another entity');
};

const labelsText = (
  item: Extract<SetItem | RemoveItem, { readonly kind: 'labels' }>,
  scope: Scope,
  ground: Ground,
): string => {
  if (scope.get(item.variable)?.type.kind !== 'node')
    throw invalid(ground.source, item.start, `${item.variable} is no node, so it has no labels`);
  return `${quote(item.variable)}${item.labels.map((label) => `:${quote(label)}`).join('')}`;
};

const removeText = (item: RemoveItem): string =>
  item.kind === 'property'
    ? `${quote(item.variable)}.${quoteKey(item.key)}`
    : `${quote(item.variable)}${item.labels.map((label) => `:${quote(label)}`).join('')}`;

export const drawDelete = (clause: ClauseOf<'delete'>, scope: Scope, ground: Ground): DrawnClause => {
  const at = place(ground, scope);
  const targets = clause.expressions.map((expression) => {
    const value = translate(expression, at);
    if (expression.kind !== 'variable') {
      if (
        !['node', 'relationship', 'path', 'any', 'property', 'null'].includes(value.type.kind) ||
        expression.kind === 'hasLabels'
      )
        throw wrong(at, expression, `DELETE takes entities, not ${kindText(value.type)}`);
      throw refuse('target', 'DELETE of an expression');
    }
    return targetOf(expression, expression.name, scope, ground);
  });
  // Relationships first: a node that still has some is not deleted.
  const ordered = ['relationship', 'node'].flatMap((kind) =>
    targets.filter(({ type }) => type.kind === kind),
  );
  const sure = ordered.filter(({ type }) => !type.nullable).map(({ text }) => text);
  const word = clause.detach ? 'DETACH DELETE' : 'DELETE';
  const loose = ordered.filter(({ type }) => type.nullable);
  const texts = loose.map((target) => ifThere(target, `${word} ${target.text}`, ground));
  if (sure.length > 0 && loose.some(({ type }) => type.kind === 'relationship'))
    texts.push(`${word} ${sure.join(', ')}`);
  else if (sure.length > 0) texts.unshift(`${word} ${sure.join(', ')}`);
  const nodes = targets.some(({ type }) => type.kind === 'node');
  return { text: texts.join(' '), scope: afterDeletion(scope, nodes) };
};

/** Two variables may be the same entity, so all of a kind count as deleted. */
const afterDeletion = (scope: Scope, nodes: boolean): Scope =>
  new Map([...scope].map(([name, variable]) => [name, { ...variable, type: marked(variable.type, nodes) }]));

const marked = (type: Type, nodes: boolean): Type => {
  switch (type.kind) {
    case 'node':
      return nodes ? { ...type, deleted: true } : type;
    case 'relationship':
    case 'path':
    case 'any':
      return { ...type, deleted: true };
    default:
      return {
        ...type,
        ...(type.item && { item: marked(type.item, nodes) }),
        ...(type.fields && {
          fields: new Map([...type.fields].map(([key, one]) => [key, marked(one, nodes)])),
        }),
      };
  }
};
