import { type At, type Emitted, emitted, wrong } from './at.ts';
import { refuse } from './errors.ts';
import { hasTrap, isList, isNumeric, isText, typeTrap } from './guards.ts';
import type { BinaryOperator, Expression } from './syntax.ts';
import {
  holdsEntity,
  isEntity,
  isNothing,
  isNumber,
  isScalar,
  itemOf,
  kindText,
  orNull,
  type Type,
  types,
} from './types.ts';

type Comparison = Extract<BinaryOperator, '=' | '<>' | '<' | '<=' | '>' | '>='>;

const boolean = (text: string, parts: readonly Emitted[], nullable: boolean): Emitted =>
  emitted(text, orNull(types.boolean, nullable), parts);

export const compare = (operator: Comparison, left: Emitted, right: Emitted, at: At): Emitted => {
  const parts = [left, right];
  const [l, r] = [left.type, right.type];
  const plain = `(${left.text} ${operator} ${right.text})`;
  const nullable = l.nullable || r.nullable;
  if (parts.some(({ type }) => type.kind === 'null')) return emitted('null', types.null, parts);
  const equality = operator === '=' || operator === '<>';
  if (sameClass(l, r)) {
    if (l.kind === 'boolean' && !equality) return truthOrder(operator, left, right);
    return boolean(plain, parts, nullable);
  }
  if (equality && (comparableDeep(l, r) || (isEntity(l) && l.kind === r.kind && l.kind !== 'path')))
    return boolean(plain, parts, nullable);
  const unknown = l.kind === 'property' ? left : r.kind === 'property' ? right : undefined;
  if (unknown && (isScalar(l) || isScalar(r) || l.kind === r.kind)) {
    const other = unknown === left ? right : left;
    return guarded(operator, unknown, other, plain, at);
  }
  if (isScalar(l) && isScalar(r)) return different(operator, parts);
  if (isEntity(l) && isEntity(r) && equality && l.kind !== r.kind) return different(operator, parts);
  if (
    equality &&
    isScalar(l) !== isScalar(r) &&
    !parts.some(({ type }) => type.kind === 'any' || type.kind === 'property')
  )
    return different(operator, parts);
  throw refuse('mixedComparison', `${l.kind} ${operator} ${r.kind}`);
};

/** Values of different classes are never equal, and have no order. */
const different = (operator: Comparison, parts: readonly Emitted[]): Emitted => {
  if (parts.some(({ text }) => hasTrap(text))) throw refuse('mixedComparison', 'of a guarded value');
  const present = parts.map(({ text }) => `${text} IS NOT NULL`).join(' AND ');
  if (operator !== '=' && operator !== '<>') return emitted('null', types.null, parts);
  const answer = operator === '<>' ? 'true' : 'false';
  if (parts.every(({ type }) => !type.nullable)) return boolean(answer, parts, false);
  return boolean(`CASE WHEN ${present} THEN ${answer} ELSE null END`, parts, true);
};

const sameClass = (left: Type, right: Type): boolean =>
  (isNumber(left) && isNumber(right)) || (isScalar(left) && left.kind === right.kind);

/** Lists and maps in which no null can be, of the same scalars all through. */
const comparableDeep = (left: Type, right: Type): boolean => {
  if (left.kind === 'list' && right.kind === 'list') {
    const [l, r] = [itemOf(left), itemOf(right)];
    if (isEmptyList(left) || isEmptyList(right)) return true;
    return !l.nullable && !r.nullable && (sameClass(l, r) || comparableDeep(l, r));
  }
  if (left.kind !== 'map' || right.kind !== 'map' || !left.fields || !right.fields) return false;
  const fields = [...left.fields.values(), ...right.fields.values()];
  return (
    fields.every((field) => !field.nullable && isScalar(field)) &&
    [...left.fields].every(([key, field]) => {
      const other = right.fields?.get(key);
      return !other || sameClass(field, other);
    })
  );
};

const isEmptyList = (type: Type): boolean => isNothing(itemOf(type));

/** Truth values have no order in the engine; false comes before true. */
const truthOrder = (operator: Comparison, left: Emitted, right: Emitted): Emitted => {
  if (left.random || right.random) throw refuse('call', 'rand() in such a place');
  const [l, r] = operator === '<' || operator === '<=' ? [left.text, right.text] : [right.text, left.text];
  const answer = operator === '<' || operator === '>' ? `((NOT ${l}) AND ${r})` : `((NOT ${l}) OR ${r})`;
  const nullable = left.type.nullable || right.type.nullable;
  if (!nullable) return boolean(answer, [left, right], false);
  return boolean(`CASE WHEN ${l} IS NULL OR ${r} IS NULL THEN null ELSE ${answer} END`, [left, right], true);
};

/** A text that the engine would take for a number: '1' = 1 is true there. */
const looksNumeric = (value: Emitted): boolean => {
  const literal = /^'((?:[^'\\]|\\.)*)'$/s.exec(value.text)?.[1];
  return literal === undefined || (literal.trim() !== '' && Number.isFinite(Number(literal)));
};

/** A property against something: right only where both turn out to be of one class. */
const guarded = (operator: Comparison, unknown: Emitted, other: Emitted, plain: string, at: At): Emitted => {
  const parts = [unknown, other];
  const equality = operator === '=' || operator === '<>';
  const kind = other.type.kind;
  if (kind === 'boolean' && equality) return boolean(plain, parts, true);
  if (kind === 'boolean') throw refuse('mixedComparison', `property ${operator} boolean`);
  if (kind === 'string' && equality && !looksNumeric(other)) return boolean(plain, parts, true);
  if (unknown.random || other.random) throw refuse('call', 'rand() in such a place');
  const mismatch = mismatchOf(unknown, other);
  if (at.filter && operator !== '<>') return boolean(`(${plain} AND NOT (${mismatch}))`, parts, true);
  const answer = operator === '=' ? 'false' : operator === '<>' ? 'true' : 'null';
  return boolean(`CASE WHEN ${mismatch} THEN ${answer} ELSE ${plain} END`, parts, true);
};

/** Holds where both are there, and one is a text and the other a number. */
const mismatchOf = (unknown: Emitted, other: Emitted): string => {
  if (isNumber(other.type)) return `${present(other)}${isText(unknown.text)}`;
  if (other.type.kind === 'string') return `${present(other)}${isNumeric(unknown.text)}`;
  // Of lists the first items tell: a property's list has items of one type.
  const pairs = [unknown, other].map(({ text }) => [text, `${text}[0]`]);
  const [[left = '', leftItem = ''] = [], [right = '', rightItem = ''] = []] = pairs;
  return [crossed(left, right), crossed(leftItem, rightItem)].join(' OR ');
};

const crossed = (left: string, right: string): string =>
  `((${isText(left)}) AND (${isNumeric(right)})) OR ((${isNumeric(left)}) AND (${isText(right)}))`;

/** Null is of every type, and has no mismatch. */
const present = ({ text, type }: Emitted): string => (type.nullable ? `${text} IS NOT NULL AND ` : '');

/** x IN list */
export const contains = (left: Emitted, right: Emitted, written: Expression, at: At): Emitted => {
  const parts = [left, right];
  const list = right.type;
  if (list.kind === 'null') return emitted('null', types.null, parts);
  if (list.kind !== 'list' && list.kind !== 'property') {
    if (list.kind === 'any') throw refuse('mixedComparison', 'IN a value of unknown type');
    throw wrong(at, written, `${kindText(list)} is no list to be IN`);
  }
  if (list.kind === 'property') return inProperty(left, right, at);
  if (isEmptyList(list)) return emptyAnswer(left, right);
  const item = itemOf(list);
  const nullable = left.type.nullable || item.nullable || list.nullable;
  const plain = `(${left.text} IN ${right.text})`;
  if (left.type.kind === 'null') return nullIn(right, parts);
  if (
    sameClass(left.type, item) ||
    (isEntity(left.type) && left.type.kind === item.kind && left.type.kind !== 'path')
  )
    return nullableLeft(left, right, plain, nullable, at);
  if (!item.nullable && comparableDeep(left.type, item))
    return nullableLeft(left, right, plain, nullable, at);
  if (left.type.kind === 'property' && isScalar(item)) {
    const risky = item.kind !== 'boolean' && (item.kind !== 'string' || listLooksNumeric(right));
    if (!risky) return nullableLeft(left, right, plain, true, at);
    if (left.random) throw refuse('call', 'rand() in such a place');
    const mismatch = item.kind === 'string' ? isNumeric(left.text) : isText(left.text);
    if (at.filter) return boolean(`(${plain} AND NOT (${mismatch}))`, parts, true);
  }
  if (holdsEntity(left.type) || holdsEntity(item)) throw refuse('unionEntity', 'IN');
  throw refuse('mixedComparison', `${left.type.kind} IN a list of ${item.kind}`);
};

const emptyAnswer = (left: Emitted, right: Emitted): Emitted => boolean('false', [left, right], false);

const nullIn = (right: Emitted, parts: readonly Emitted[]): Emitted =>
  boolean(`CASE WHEN size(${right.text}) = 0 THEN false ELSE null END`, parts, true);

/** null IN [] is false, and null in the engine. */
const nullableLeft = (left: Emitted, right: Emitted, plain: string, nullable: boolean, at: At): Emitted => {
  const parts = [left, right];
  if (!left.type.nullable || at.filter || /^\[[^\]]/.test(right.text)) return boolean(plain, parts, nullable);
  if (right.random) throw refuse('call', 'rand() in such a place');
  return boolean(`CASE WHEN size(${right.text}) = 0 THEN false ELSE ${plain} END`, parts, true);
};

const listLooksNumeric = (list: Emitted): boolean => {
  const inner = /^\[(.*)\]$/s.exec(list.text)?.[1];
  return (
    inner === undefined || inner.split(/, (?=')/).some((text) => looksNumeric(emitted(text, types.string)))
  );
};

const inProperty = (left: Emitted, right: Emitted, at: At): Emitted => {
  const parts = [left, right];
  if (!isScalar(left.type)) throw refuse('mixedComparison', `${left.type.kind} IN a property`);
  if (left.random || right.random) throw refuse('call', 'rand() in such a place');
  const list = typeTrap(`${right.text} IS NOT NULL AND NOT (${isList(right.text)})`, right.text);
  const plain = `(${left.text} IN ${list})`;
  if (left.type.kind === 'boolean' || (left.type.kind === 'string' && !looksNumeric(left)))
    return boolean(plain, parts, true);
  const first = `${right.text}[0]`;
  const mismatch = `${present(left)}${left.type.kind === 'string' ? isNumeric(first) : isText(first)}`;
  if (at.filter) return boolean(`(${plain} AND NOT (${mismatch}))`, parts, true);
  return boolean(`CASE WHEN ${mismatch} THEN false ELSE ${plain} END`, parts, true);
};
