import { hasLabels, index, property, slice } from './access.ts';
import {
  type At,
  asValue,
  type Emitted,
  emitted,
  quote,
  quoteKey,
  withoutAggregates,
  withVariable,
  wrong,
} from './at.ts';
import { copyOf } from './copies.ts';
import { refuse } from './errors.ts';
import { callFunction } from './functions.ts';
import { binaryOperation, truthOf } from './operators.ts';
import { drawPatterns, patternText } from './patterns.ts';
import { quantifierText } from './quantifiers.ts';
import type { Expression, ExpressionShape } from './syntax.ts';
import {
  holdsEntity,
  isDeleted,
  itemOf,
  join,
  kindText,
  listOf,
  orNull,
  type Type,
  typeOfValue,
  types,
} from './types.ts';

/** Texts grow by the guards around them; beyond this a statement costs more to read than to run. */
const LONGEST = 100_000;

export type Of<K extends ExpressionShape['kind']> = Extract<Expression, { readonly kind: K }>;

/** An expression as the engine is to read it, with the type of its value. Throws for what is wrong or refused. */
export const translate = (expression: Expression, at: At): Emitted => {
  const done = translateKind(expression, at);
  if (done.text.length > LONGEST) throw refuse('nesting');
  return done;
};

const translateKind = (expression: Expression, at: At): Emitted => {
  switch (expression.kind) {
    case 'literal':
      return literal(expression.value);
    case 'integer':
      return emitted(String(expression.value), types.integer);
    case 'float':
      return emitted(floatText(expression.value), types.float);
    case 'parameter':
      return parameter(expression, at);
    case 'variable':
      return variable(expression, at);
    case 'property':
      return property(expression, at);
    case 'index':
      return index(expression, at);
    case 'slice':
      return slice(expression, at);
    case 'not': {
      const operand = translate(expression.operand, { ...asValue(at), patterns: at.patterns });
      return emitted(
        `(NOT ${truthOf(operand, expression.operand, at)})`,
        orNull(types.boolean, operand.type.nullable),
        [operand],
      );
    }
    case 'sign':
    case 'binary':
      return binaryOperation(expression, at);
    case 'isNull': {
      const operand = translate(expression.operand, asValue(at));
      return emitted(`(${operand.text} IS ${expression.negated ? 'NOT ' : ''}NULL)`, types.boolean, [
        operand,
      ]);
    }
    case 'hasLabels':
      return hasLabels(expression, at);
    case 'list':
      return list(expression, at);
    case 'map':
      return map(expression, at);
    case 'mapProjection':
      throw refuse('mapProjection', `${expression.of} {…}`);
    case 'call':
    case 'countAll':
      return callFunction(expression, at);
    case 'case':
      return caseOf(expression, at);
    case 'comprehension':
      return comprehension(expression, at);
    case 'quantifier':
      return quantifierText(expression, at);
    case 'reduce':
      throw refuse('reduce');
    case 'pattern':
      if (!at.patterns) throw wrong(at, expression, 'a pattern is a condition: it can stand in WHERE only');
      return emitted(patternText(expression.pattern, at), types.boolean);
    case 'patternComprehension':
      throw refuse('patternComprehension');
    case 'exists':
      return exists(expression, at);
    case 'subquery':
      throw refuse('subquery', expression.keyword);
  }
};

const literal = (value: null | boolean | string): Emitted => {
  if (value === null) return emitted('null', types.null);
  if (typeof value === 'boolean') return emitted(String(value), types.boolean);
  return emitted(textLiteral(value), types.string);
};

export const textLiteral = (value: string): string =>
  `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;

/** Written so that the engine takes it for a float, however large. */
const floatText = (value: number): string => {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
};

const parameter = (expression: Of<'parameter'>, at: At): Emitted => {
  const { name } = expression;
  if (!Object.hasOwn(at.ground.params, name))
    throw wrong(at, expression, `the parameter $${name} is not given`);
  const type = typeOfValue(at.ground.params[name], name);
  return read(`$${parameterName(name)}`, type);
};

/** The engine takes letters and digits only, and no digit first. */
export const parameterName = (name: string): string =>
  /^[a-zA-Z]\w*$/.test(name)
    ? name
    : `p_${[...name].map((one) => one.codePointAt(0)?.toString(16)).join('_')}`;

/** A loose float becomes a real one where it is read. */
export const read = (text: string, type: Type): Emitted => {
  if (type.kind !== 'float' || !type.loose) return emitted(text, type);
  return emitted(`toFloat(${text})`, { kind: 'float', nullable: type.nullable });
};

const variable = (expression: Of<'variable'>, at: At): Emitted => {
  const found = at.scope.get(expression.name);
  if (!found) throw wrong(at, expression, `the variable ${expression.name} is not defined`);
  return read(found.text, found.type);
};

const list = (expression: Of<'list'>, at: At): Emitted => {
  const items = expression.items.map((item) => translate(item, asValue(at)));
  const type = items.length === 0 ? types.nothing : items.map((item) => item.type).reduce(join);
  if (type.kind === 'any' && items.some((item) => holdsEntity(item.type))) throw refuse('unionEntity');
  return emitted(`[${items.map(({ text }) => text).join(', ')}]`, listOf(type), items);
};

const map = (expression: Of<'map'>, at: At): Emitted => {
  const entries = expression.entries.map(({ key, value }) => ({ key, value: mapValue(value, at) }));
  const fields = new Map(entries.map(({ key, value }) => [key, value.type]));
  if (fields.size < entries.length) throw wrong(at, expression, 'a key of the map stands there twice');
  return emitted(
    `{${entries.map(({ key, value }) => `${quoteKey(key)}: ${value.text}`).join(', ')}}`,
    { kind: 'map', nullable: false, fields },
    entries.map(({ value }) => value),
  );
};

const mapValue = (expression: Expression, at: At): Emitted => {
  const value = translate(expression, asValue(at));
  return at.copies && expression.kind === 'variable' ? copyOf(value) : value;
};

const exists = (expression: Of<'exists'>, at: At): Emitted => {
  const drawn = drawPatterns(expression.patterns, 'match', false, at);
  const inner: At = { ...withoutAggregates(at), scope: drawn.scope, filter: true, patterns: true };
  const conditions = [...drawn.conditions];
  if (expression.where)
    conditions.unshift(truthOf(translate(expression.where, inner), expression.where, inner));
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return emitted(`EXISTS { MATCH ${drawn.text}${where} }`, types.boolean);
};

/** CASE x WHEN y is written as CASE WHEN x = y, so that the rules of comparison hold for it. */
const caseOf = (expression: Of<'case'>, at: At): Emitted => {
  const value = asValue(at);
  // A copy has the properties from before the statement.
  const chosen: At = at.ground.writes ? value : { ...value, copies: true };
  const branches = expression.branches.map(({ when, result }) => {
    const { subject } = expression;
    const condition: Expression = subject
      ? { kind: 'binary', operator: '=', left: subject, right: when, start: when.start, end: when.end }
      : when;
    const test = translate(condition, value);
    return { when: test, text: truthOf(test, condition, at), result: translate(result, chosen) };
  });
  const otherwise = expression.otherwise && translate(expression.otherwise, chosen);
  const results = [...branches.map(({ result }) => result), otherwise ?? emitted('null', types.null)];
  const type = results.map((result) => result.type).reduce(join);
  if (holdsEntity(type)) throw refuse('unionEntity', 'CASE');
  if (expression.subject && branches.some(({ when }) => when.random)) throw refuse('call', 'rand() in CASE');
  return emitted(
    `CASE ${branches.map(({ text, result }) => `WHEN ${text} THEN ${result.text}`).join(' ')} ELSE ${results.at(-1)?.text ?? 'null'} END`,
    type,
    [...branches.flatMap(({ when, result }) => [when, result]), ...results],
  );
};

const comprehension = (expression: Of<'comprehension'>, at: At): Emitted => {
  const source = translate(expression.source, asValue(at));
  if (source.type.kind === 'null') return emitted('null', types.null, [source]);
  const inner = listVariable(expression.variable, source, expression.source, at);
  const where = expression.where && translate(expression.where, { ...inner, filter: true });
  const mapped = translate(
    expression.map ?? {
      kind: 'variable',
      name: expression.variable,
      start: expression.start,
      end: expression.end,
    },
    inner,
  );
  if (holdsEntity(mapped.type)) throw refuse('unionEntity', 'a comprehension');
  const condition = where ? ` WHERE ${truthOf(where, expression, at)}` : '';
  return emitted(
    `[${quote(expression.variable)} IN ${source.text}${condition} | ${mapped.text}]`,
    orNull(listOf(mapped.type), source.type.nullable),
    [source, mapped, ...(where ? [where] : [])],
  );
};

/** The scope inside a comprehension or quantifier. */
export const listVariable = (name: string, source: Emitted, written: Expression, at: At): At => {
  if (source.type.kind === 'property' || source.type.kind === 'any')
    throw refuse('argument', 'a list of unknown type');
  if (source.type.kind !== 'list' && source.type.kind !== 'null')
    throw wrong(at, written, `${kindText(source.type)} is no list`);
  if (isDeleted(source.type)) throw refuse('deleted');
  return withVariable(withoutAggregates(at), name, { type: itemOf(source.type), text: quote(name) });
};
