import { aggregate, isAggregate } from './aggregates.ts';
import { type At, asValue, type Emitted, emitted, wrong } from './at.ts';
import { conversion, toText } from './conversions.ts';
import { refuse } from './errors.ts';
import { argumentText, type KnownFunction, one, plain, unfit, type Want } from './function-kinds.ts';
import { typeTrap } from './guards.ts';
import { once } from './operators.ts';
import { range } from './range.ts';
import type { Expression } from './syntax.ts';
import { translate } from './translate-expression.ts';
import {
  holdsEntity,
  isDeleted,
  isNumber,
  itemOf,
  join,
  kindText,
  listOf,
  orNull,
  type Type,
  types,
} from './types.ts';

type Call = Extract<Expression, { readonly kind: 'call' | 'countAll' }>;

export const callFunction = (expression: Call, at: At): Emitted => {
  if (expression.kind === 'countAll' || isAggregate(expression.name)) return aggregate(expression, at);
  const { name, distinct } = expression;
  const known = functions.get(name.toLowerCase());
  if (TEMPORAL.test(name)) throw refuse('temporal', `${name}()`);
  if (!known || distinct) throw refuse('call', `${name}()`);
  const args = expression.args.map((arg) => translate(arg, asValue(at)));
  if (args.length < known.least || args.length > known.most)
    throw wrong(at, expression, `${name}() takes ${known.least} arguments, or up to ${known.most}`);
  if (args.some(({ type }) => isDeleted(type))) {
    if (name.toLowerCase() === 'type') throw refuse('deleted');
    throw wrong(at, expression, `${name}() is asked of an entity that was deleted`);
  }
  return known.write({ name, args, written: expression, at });
};

const TEMPORAL = /^(local)?(date|time|datetime)(\.\w+)?$|^duration(\.\w+)?$/i;

const sameNumber: KnownFunction = {
  least: 1,
  most: 1,
  write: (use) => {
    const [arg = emitted('null', types.null)] = use.args;
    const type = isNumber(arg.type) ? arg.type : orNull(types.number);
    return emitted(`${use.name}(${argumentText(arg, 'number', use)})`, type, use.args);
  },
};

const list = one((arg, use) => {
  const text = argumentText(arg, 'list', use);
  const type = arg.type.kind === 'list' ? orNull(itemOf(arg.type)) : types.property;
  return emitted(`${use.name}(${text})`, type, use.args);
});

const coalesce: KnownFunction = {
  least: 1,
  most: 32,
  write: ({ args }) => {
    const type = args.map((arg) => arg.type).reduce(join);
    if (holdsEntity(type)) throw refuse('unionEntity', 'coalesce()');
    const never = args.some((arg) => !arg.type.nullable);
    return emitted(
      `coalesce(${args.map(({ text }) => text).join(', ')})`,
      { ...type, nullable: !never },
      args,
    );
  },
};

const size = one((arg, use) => {
  const { kind } = arg.type;
  if (kind === 'list' || kind === 'string' || kind === 'property') {
    if (kind === 'property') once(arg);
    const text =
      kind === 'property'
        ? typeTrap(`${arg.text} IS NOT NULL AND size(${arg.text}) IS NULL`, `size(${arg.text})`)
        : `size(${arg.text})`;
    return emitted(text, orNull(types.integer, arg.type.nullable), use.args);
  }
  if (kind === 'any') throw refuse('argument', 'size() of a value of unknown type');
  throw wrong(use.at, use.written, `size() cannot take ${kindText(arg.type)}`);
});

/** Lists of entities lose them on the way. */
const reorder = (name: 'tail' | 'reverse'): KnownFunction =>
  one((arg, use) => {
    if (name === 'reverse' && arg.type.kind === 'string')
      return emitted(`reverse(${arg.text})`, arg.type, use.args);
    if (arg.type.kind !== 'list') throw refuse('argument', `${name}() of what is not surely a list`);
    if (holdsEntity(arg.type)) throw refuse('unionEntity', `${name}()`);
    return emitted(`${name}(${arg.text})`, arg.type, use.args);
  });

const keysOf = one((arg, use) => {
  if (!['node', 'relationship', 'map'].includes(arg.type.kind)) throw unfit(arg, use);
  return emitted(`keys(${arg.text})`, orNull(listOf(types.string), arg.type.nullable), use.args);
});

const propertiesOf = one((arg, use) => {
  if (!['node', 'relationship', 'map'].includes(arg.type.kind)) throw unfit(arg, use);
  const type: Type = arg.type.kind === 'map' ? arg.type : { kind: 'map', nullable: arg.type.nullable };
  return emitted(`properties(${arg.text})`, type, use.args);
});

/** The engine takes a variable here and nothing else. */
const ofPath = (item: Type): KnownFunction =>
  one((arg, use) => {
    if (arg.type.kind !== 'path') throw unfit(arg, use);
    if (use.written.args[0]?.kind !== 'variable') throw refuse('path', `${use.name}() of an expression`);
    return emitted(`${use.name}(${arg.text})`, orNull(listOf(item), arg.type.nullable), use.args);
  });

const existsProperty = one((arg, use) => {
  if (use.written.args[0]?.kind !== 'property') throw refuse('call', 'exists() of what is no property');
  return emitted(`(${arg.text} IS NOT NULL)`, types.boolean, use.args);
});

const splitText: KnownFunction = {
  least: 2,
  most: 2,
  write: (use) => {
    const by = use.written.args[1];
    if (by?.kind !== 'literal' || typeof by.value !== 'string' || by.value === '')
      throw refuse('argument', 'split() by what is no literal text');
    return plain(['string', 'string'], listOf(types.string)).write(use);
  },
};

/** Negative lengths and starts are errors of Cypher's, and answered by the engine. */
const counted = (texts: number, least: number): KnownFunction => ({
  least,
  most: texts + 1,
  write: (use) => {
    const counts = use.args.slice(1);
    if (counts.some(({ text }) => !/^\d+$/.test(text)))
      throw refuse('argument', `${use.name}() with a length or start that is no literal integer`);
    const wants: Want[] = ['string', 'integer', 'integer'];
    return plain(wants.slice(0, use.args.length), types.string).write(use);
  },
});

const random: KnownFunction = {
  least: 0,
  most: 0,
  write: () => ({ ...emitted('rand()', types.float), random: true }),
};

/** Of an integer the engine answers an integer. */
const rounding: KnownFunction = {
  least: 1,
  most: 1,
  write: (use) => {
    const [arg = emitted('null', types.null)] = use.args;
    const text = `${use.name}(toFloat(${argumentText(arg, 'number', use)}))`;
    return emitted(text, orNull(types.float, arg.type.nullable), use.args);
  },
};

const number = (answer: Type): KnownFunction => plain(['number'], answer);
const text = (answer: Type): KnownFunction => plain(['string'], answer);

const table = {
  abs: sameNumber,
  sign: number(types.integer),
  ceil: rounding,
  floor: rounding,
  sqrt: number(types.float),
  exp: number(types.float),
  sin: number(types.float),
  cos: number(types.float),
  tan: number(types.float),
  atan: number(types.float),
  pi: plain([], types.float),
  e: plain([], types.float),
  rand: random,
  timestamp: plain([], types.integer),
  toupper: text(types.string),
  tolower: text(types.string),
  trim: text(types.string),
  ltrim: text(types.string),
  rtrim: text(types.string),
  replace: plain(['string', 'string', 'string'], types.string),
  substring: counted(2, 2),
  left: counted(1, 2),
  right: counted(1, 2),
  split: splitText,
  size,
  length: one((arg, use) => {
    if (arg.type.kind !== 'path') throw unfit(arg, use);
    return emitted(`length(${arg.text})`, orNull(types.integer, arg.type.nullable), use.args);
  }),
  tostring: toText,
  tointeger: conversion(
    ['integer', 'float', 'number', 'string'],
    orNull(types.integer),
    // The engine does not read '2.9' as an integer; Cypher cuts it to 2.
    (arg) => `coalesce(toInteger(${arg.text}), toInteger(toFloat(${arg.text})))`,
  ),
  tofloat: conversion(
    ['integer', 'float', 'number', 'string'],
    orNull(types.float),
    (arg) => `toFloat(${arg.text})`,
  ),
  toboolean: conversion(['boolean', 'string'], orNull(types.boolean), (arg) => `toBoolean(${arg.text})`),
  range,
  coalesce,
  head: list,
  last: list,
  tail: reorder('tail'),
  reverse: reorder('reverse'),
  keys: keysOf,
  properties: propertiesOf,
  labels: plain(['node'], listOf(types.string)),
  type: plain(['relationship'], types.string),
  id: plain(['entity'], types.integer),
  elementid: plain(['entity'], types.string),
  startnode: plain(['relationship'], types.node),
  endnode: plain(['relationship'], types.node),
  nodes: ofPath(types.node),
  relationships: ofPath(types.relationship),
  exists: existsProperty,
} satisfies Record<string, KnownFunction>;

const functions = new Map<string, KnownFunction>(Object.entries(table));
