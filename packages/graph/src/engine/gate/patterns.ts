import {
  type At,
  type Emitted,
  quote,
  quoteKey,
  type Scope,
  type Variable,
  withoutAggregates,
  wrong,
} from './at.ts';
import { refuse } from './errors.ts';
import { isNumeric, isText, trap } from './guards.ts';
import { settledMap, settledProperty } from './stored.ts';
import type { Expression, LinkPattern, NodePattern, PathPattern } from './syntax.ts';
import { translate } from './translate-expression.ts';
import { isNumber, isStorable, kindText, listOf, notNull, orNull, type Type, types } from './types.ts';

export type Use = 'match' | 'create' | 'merge';

interface Drawing {
  readonly at: At;
  readonly use: Use;
  readonly scope: Map<string, Variable>;
  /** Relationships of this clause: one can stand in it only once. */
  readonly links: Set<string>;
  readonly optional: boolean;
  /** Conditions that must hold beside the pattern. */
  readonly conditions: string[];
}

export interface Drawn {
  readonly text: string;
  readonly scope: Scope;
  readonly conditions: readonly string[];
}

/** The patterns of a clause as the engine is to read them, with the variables that they bind. */
export const drawPatterns = (
  patterns: readonly PathPattern[],
  use: Use,
  optional: boolean,
  at: At,
): Drawn => {
  const drawing: Drawing = {
    at: withoutAggregates(at),
    use,
    scope: new Map(at.scope),
    links: new Set(),
    optional,
    conditions: [],
  };
  const texts = patterns.map((pattern) => drawPath(pattern, drawing));
  return { text: texts.join(', '), scope: drawing.scope, conditions: drawing.conditions };
};

/** A pattern that stands for a truth value: it binds nothing. */
export const patternText = (pattern: PathPattern, at: At): string => {
  for (const { variable } of [pattern.first, ...pattern.hops.flatMap(({ link, node }) => [link, node])]) {
    if (variable !== undefined && !at.scope.has(variable))
      throw wrong(at, pattern, `the variable ${variable} is not defined`);
  }
  const { text, conditions } = drawPatterns([pattern], 'match', false, at);
  return conditions.length === 0 ? text : `EXISTS { MATCH ${text} WHERE ${conditions.join(' AND ')} }`;
};

const drawPath = (pattern: PathPattern, drawing: Drawing): string => {
  const { variable } = pattern;
  if (pattern.shortest) throw refuse('shortestPath');
  if (drawing.use === 'merge' && pattern.hops.length > 1) throw refuse('path', 'MERGE of several hops');
  const bindsPath = variable !== undefined;
  if (bindsPath && pattern.hops.length === 0) throw refuse('path', 'a path of one node');
  if (bindsPath && drawing.use !== 'match')
    throw refuse('path', drawing.use === 'merge' ? 'MERGE' : 'CREATE');
  if (bindsPath && (drawing.scope.has(variable) || names(pattern).includes(variable)))
    throw wrong(drawing.at, pattern, `the variable ${variable} is bound already`);
  const text = [
    drawNode(pattern.first, drawing, pattern.hops.length > 0),
    ...pattern.hops.flatMap(({ link, node }) => [drawLink(link, drawing), drawNode(node, drawing, true)]),
  ].join('');
  if (!bindsPath) return text;
  drawing.scope.set(variable, { type: orNull(types.path, drawing.optional), text: quote(variable) });
  return `${quote(variable)} = ${text}`;
};

const names = (pattern: PathPattern): (string | undefined)[] => [
  pattern.first.variable,
  ...pattern.hops.flatMap(({ link, node }) => [link.variable, node.variable]),
];

const drawNode = (node: NodePattern, drawing: Drawing, inPath: boolean): string => {
  const { use, scope, at } = drawing;
  let { variable } = node;
  const bound = variable === undefined ? undefined : scope.get(variable);
  if (bound && variable !== undefined) {
    if (bound.type.kind !== 'node') throw conflict(node, variable, bound.type, 'node', drawing);
    if (bound.type.deleted) throw refuse('deleted');
    const adds = node.labels.length > 0 || node.properties !== undefined;
    if (use !== 'match' && (adds || !inPath))
      throw wrong(at, node, `the variable ${variable} is bound already`);
    if (bound.type.nullable && use !== 'match') throw refuse('bound', variable);
    // What was matched is there.
    if (!drawing.optional) scope.set(variable, { ...bound, type: notNull(bound.type) });
  }
  const properties = drawProperties(node.properties, drawing, () => {
    variable ??= at.ground.fresh();
    return variable;
  });
  if (variable !== undefined && !bound && node.variable !== undefined)
    scope.set(variable, { type: orNull(types.node, drawing.optional), text: quote(variable) });
  return `(${variable === undefined ? '' : quote(variable)}${node.labels.map((label) => `:${quote(label)}`).join('')}${properties})`;
};

const drawLink = (link: LinkPattern, drawing: Drawing): string => {
  const { use, scope, at, links } = drawing;
  let { variable } = link;
  if (use !== 'match') {
    if (link.length) throw wrong(at, link, 'a relationship of variable length cannot be made');
    if (link.types.length !== 1) throw wrong(at, link, 'a relationship is made with exactly one type');
    if (use === 'create' && link.direction === 'either')
      throw wrong(at, link, 'a relationship is made with a direction');
  }
  const bound = variable === undefined ? undefined : scope.get(variable);
  if (variable !== undefined && bound) {
    if (use !== 'match') throw wrong(at, link, `the variable ${variable} is bound already`);
    if (links.has(variable)) throw wrong(at, link, `the relationship ${variable} stands there twice`);
    const fits = link.length
      ? bound.type.kind === 'list' && bound.type.item?.kind === 'relationship'
      : bound.type.kind === 'relationship';
    if (!fits) throw conflict(link, variable, bound.type, 'relationship', drawing);
    if (bound.type.deleted) throw refuse('deleted');
    if (link.length || link.types.length > 0 || link.properties || bound.type.nullable)
      throw refuse('bound', variable);
  }
  const properties = drawProperties(link.properties, drawing, () => {
    if (link.length)
      throw refuse('mixedComparison', 'a number or a text of digits on a path of variable length');
    variable ??= at.ground.fresh();
    return variable;
  });
  if (variable !== undefined && !bound && link.variable !== undefined) {
    const type: Type = link.length ? listOf(types.relationship) : types.relationship;
    scope.set(variable, { type: orNull(type, drawing.optional), text: quote(variable) });
  }
  if (variable !== undefined) links.add(variable);
  const kinds = link.types.length === 0 ? '' : `:${link.types.map(quote).join('|')}`;
  const body = `[${variable === undefined ? '' : quote(variable)}${kinds}${lengthText(link)}${properties}]`;
  return `${link.direction === 'in' ? '<' : ''}-${body}-${link.direction === 'out' ? '>' : ''}`;
};

const lengthText = ({ length }: LinkPattern): string => {
  if (!length) return '';
  const { min = 1, max } = length;
  if (max !== undefined && min > max) throw refuse('path', 'a length from more to less');
  return max === undefined ? `*${min}..` : `*${min}..${max}`;
};

const conflict = (
  part: NodePattern | LinkPattern,
  variable: string,
  type: Type,
  want: string,
  { at }: Drawing,
): Error =>
  type.kind === 'any' || type.kind === 'null' || type.kind === 'property'
    ? refuse('bound', variable)
    : wrong(at, part, `the variable ${variable} is ${kindText(type)}, not a ${want}`);

const drawProperties = (
  expression: Expression | undefined,
  drawing: Drawing,
  named: () => string,
): string => {
  if (!expression) return '';
  const { at, use } = drawing;
  if (expression.kind !== 'map') {
    if (use !== 'create')
      throw wrong(at, expression, 'a parameter cannot stand for the properties of a pattern that is matched');
    const map = translate(expression, at);
    if (map.type.kind !== 'map') throw wrong(at, expression, `${kindText(map.type)} is no map of properties`);
    return ` ${settledMap(map, at, expression)}`;
  }
  const inner: At = { ...at, scope: drawing.scope };
  const entries = expression.entries.map(({ key, value }) => {
    const done = translate(value, inner);
    if (use === 'match') guard(key, done, drawing, named);
    const text =
      use === 'merge'
        ? mergeKey(done, value, inner)
        : use === 'create'
          ? settledProperty(done, at, value)
          : done.text;
    return `${quoteKey(key)}: ${text}`;
  });
  return entries.length === 0 ? '' : ` {${entries.join(', ')}}`;
};

/** '1' matches 1 in the engine, so what could be taken for the other is checked beside the pattern. */
const guard = (key: string, value: Emitted, drawing: Drawing, named: () => string): void => {
  const { type } = value;
  if (type.kind === 'boolean' || type.kind === 'null') return;
  if (type.kind === 'string' && !looksNumericText(value.text)) return;
  const of = () => `${quote(named())}.${quoteKey(key)}`;
  if (isNumber(type)) drawing.conditions.push(`NOT (${isText(of())})`);
  else if (type.kind === 'string') drawing.conditions.push(`NOT (${isNumeric(of())})`);
  else if (type.kind === 'property') {
    const found = of();
    drawing.conditions.push(
      `NOT (((${isText(found)}) AND (${isNumeric(value.text)})) OR ((${isNumeric(found)}) AND (${isText(value.text)})))`,
    );
  } else throw refuse('mixedComparison', `a property = ${type.kind}`);
};

const looksNumericText = (text: string): boolean => {
  const literal = /^'((?:[^'\\]|\\.)*)'$/s.exec(text)?.[1];
  return literal === undefined || (literal.trim() !== '' && Number.isFinite(Number(literal)));
};

const mergeKey = (value: Emitted, written: Expression, at: At): string => {
  if (value.type.kind === 'null') throw wrong(at, written, 'MERGE cannot look for null');
  if (!isStorable(value.type)) throw refuse('storedType', 'MERGE');
  const text = settledProperty(value, at, written);
  if (!value.type.nullable) return text;
  if (value.random) throw refuse('mergeNull');
  return trap('mergeNull', `${value.text} IS NULL`, text);
};
