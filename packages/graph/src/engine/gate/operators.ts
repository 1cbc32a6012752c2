import { type At, asValue, type Emitted, emitted, wrong } from './at.ts';
import { compare, contains } from './comparison.ts';
import { refuse } from './errors.ts';
import { isFloat, isList, isNumeric, isText, isTruth, trap, typeTrap } from './guards.ts';
import type { BinaryOperator, Expression } from './syntax.ts';
import { translate } from './translate-expression.ts';
import { holdsEntity, isNumber, isUnknown, join, kindText, orNull, type Type, types } from './types.ts';

type Operation = Extract<Expression, { readonly kind: 'binary' | 'sign' }>;
type Binary = Extract<Expression, { readonly kind: 'binary' }>;

export const binaryOperation = (expression: Operation, at: At): Emitted => {
  if (expression.kind === 'sign') return sign(expression, at);
  const { operator } = expression;
  switch (operator) {
    case 'AND':
    case 'OR':
    case 'XOR':
      return logic(expression, operator, at);
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(operator, ...operands(expression, at), at);
    case 'IN':
      return contains(...operands(expression, at), expression, at);
    case 'STARTS WITH':
    case 'ENDS WITH':
    case 'CONTAINS':
      return textTest(operator, ...operands(expression, at));
    case '=~':
      throw refuse('call', 'regular expressions');
    case '+':
      return sum(...operands(expression, at), expression, at);
    default:
      return arithmetic(operator, ...operands(expression, at), expression, at);
  }
};

const operands = (expression: Binary, at: At): [Emitted, Emitted] => [
  translate(expression.left, asValue(at)),
  translate(expression.right, asValue(at)),
];

/** A condition, as text that is true, false or null. */
export const truthOf = (value: Emitted, written: Expression, at: At): string => {
  const { kind } = value.type;
  if (kind === 'boolean' || kind === 'null') return value.text;
  if (kind === 'property') {
    once(value);
    return typeTrap(`${value.text} IS NOT NULL AND NOT (${isTruth(value.text)})`, value.text);
  }
  if (kind === 'any') throw refuse('argument', 'a condition of unknown type');
  throw wrong(at, written, `${kindText(value.type)} is no condition`);
};

/** A value that is written more than once must be the same each time. */
export const once = (value: Emitted): void => {
  if (value.random) throw refuse('call', 'rand() in such a place');
};

const logic = (expression: Binary, operator: 'AND' | 'OR' | 'XOR', at: At): Emitted => {
  // A guard may be joined to a part of a filter, as long as nothing above negates it.
  const inner: At = operator === 'XOR' ? { ...at, filter: false } : at;
  const parts = [expression.left, expression.right].map((part) => {
    const value = translate(part, inner);
    return { value, text: truthOf(value, part, at) };
  });
  return emitted(
    `(${parts.map(({ text }) => text).join(` ${operator} `)})`,
    orNull(
      types.boolean,
      parts.some(({ value }) => value.type.nullable),
    ),
    parts.map(({ value }) => value),
  );
};

const sign = (expression: Extract<Expression, { readonly kind: 'sign' }>, at: At): Emitted => {
  const operand = translate(expression.operand, asValue(at));
  const { type } = operand;
  if (type.kind === 'null') return emitted('null', types.null, [operand]);
  if (!isNumber(type) && type.kind !== 'property') throw unfit(expression, [operand], at);
  return emitted(
    `(${expression.operator} ${numberText(operand)})`,
    type.kind === 'property' ? orNull(types.number) : type,
    [operand],
  );
};

/** The value, where it surely is a number or null. */
export const numberText = (value: Emitted): string => {
  if (value.type.kind !== 'property') return value.text;
  once(value);
  return typeTrap(`${value.text} IS NOT NULL AND NOT (${isNumeric(value.text)})`, value.text);
};

const arithmetic = (
  operator: BinaryOperator,
  left: Emitted,
  right: Emitted,
  written: Expression,
  at: At,
): Emitted => {
  const parts = [left, right];
  if (parts.some(({ type }) => type.kind === 'null')) {
    if (parts.some(({ type }) => !isNumber(type) && !isUnknown(type) && type.kind !== 'null'))
      throw unfit(written, parts, at);
    return emitted('null', types.null, parts);
  }
  if (parts.some(({ type }) => !isNumber(type) && type.kind !== 'property')) throw unfit(written, parts, at);
  return emitted(
    `(${numberText(left)} ${operator} ${numberText(right)})`,
    numberType(operator, left.type, right.type),
    parts,
  );
};

const numberType = (operator: BinaryOperator, left: Type, right: Type): Type => {
  const nullable = left.nullable || right.nullable;
  if (operator === '^' || left.kind === 'float' || right.kind === 'float')
    return orNull(types.float, nullable);
  return orNull(left.kind === 'integer' && right.kind === 'integer' ? types.integer : types.number, nullable);
};

const textTest = (operator: BinaryOperator, left: Emitted, right: Emitted): Emitted => {
  if ([left, right].some(({ type }) => type.kind === 'any')) throw refuse('argument', operator);
  return emitted(`(${left.text} ${operator} ${right.text})`, { ...types.boolean, nullable: true }, [
    left,
    right,
  ]);
};

/** Numbers are added, texts joined, lists joined, and what is no list is added to one. */
const sum = (left: Emitted, right: Emitted, written: Expression, at: At): Emitted => {
  const parts = [left, right];
  const [l, r] = [left.type, right.type];
  if (parts.some(({ type }) => type.kind === 'list')) return listSum(left, right);
  if (parts.some(({ type }) => type.kind === 'null')) return emitted('null', types.null, parts);
  if (isNumber(l) && isNumber(r))
    return emitted(`(${left.text} + ${right.text})`, numberType('+', l, r), parts);
  const text = [l, r].find(({ kind }) => kind === 'string');
  if (text) return textSum(left, right, written, at);
  if ((isNumber(l) || l.kind === 'property') && (isNumber(r) || r.kind === 'property')) {
    const unknown = parts.filter(({ type }) => type.kind === 'property');
    for (const part of unknown) once(part);
    const plain = `(${left.text} + ${right.text})`;
    // Text + number and list + anything are joined by Cypher, and answered wrongly by the engine.
    const [first, second] = unknown;
    // To Cypher it may be a text all the same, so what follows is not to count on a number.
    const condition = unknown
      .map(({ text: value }) => `(${value} IS NOT NULL AND NOT (${isNumeric(value)}))`)
      .join(' OR ');
    if (!first || !second) return emitted(trap('arithmetic', condition, plain), types.property, parts);
    const bothText = `(${isText(first.text)}) AND (${isText(second.text)})`;
    return emitted(
      `CASE WHEN ${bothText} THEN ${plain} ELSE ${trap('arithmetic', condition, plain)} END`,
      types.property,
      parts,
    );
  }
  throw unfit(written, parts, at);
};

const listSum = (left: Emitted, right: Emitted): Emitted => {
  const parts = [left, right];
  if (parts.some(({ type }) => holdsEntity(type))) throw refuse('unionEntity', 'list +');
  if (parts.some(({ type }) => type.kind === 'property')) throw refuse('arithmetic', 'a list and a property');
  const items = parts.map(({ type }) => (type.kind === 'list' ? (type.item ?? types.any) : type));
  const [l = types.null, r = types.null] = items;
  const texts = parts.map(({ type, text }) => {
    if (type.kind === 'list') return text;
    if (type.kind === 'null') return 'null';
    if (!type.nullable) return `[${text}]`;
    throw refuse('arithmetic', 'a list and a value that may be null');
  });
  const nullable = parts.some(({ type }) => type.nullable);
  return emitted(`(${texts.join(' + ')})`, { kind: 'list', nullable, item: join(l, r) }, parts);
};

const textSum = (left: Emitted, right: Emitted, written: Expression, at: At): Emitted => {
  const parts = [left, right];
  const texts = parts.map((part) => {
    switch (part.type.kind) {
      case 'string':
        return part.text;
      case 'integer':
        return `toString(${part.text})`;
      case 'property':
        once(part);
        return trap(
          'floatText',
          `(${isFloat(part.text)}) OR (${isList(part.text)}) OR (${isTruth(part.text)})`,
          `toString(${part.text})`,
        );
      case 'float':
      case 'number':
        throw refuse('floatText');
      default:
        throw unfit(written, parts, at);
    }
  });
  return emitted(
    `(${texts.join(' + ')})`,
    orNull(
      types.string,
      parts.some(({ type }) => type.nullable),
    ),
    parts,
  );
};

/** Types that no engine adds are wrong; what only might fit is refused. */
const unfit = (written: Expression, parts: readonly Emitted[], at: At): Error => {
  const kinds = parts.map(({ type }) => type.kind).join(' and ');
  return parts.some(({ type }) => type.kind === 'any')
    ? refuse('arithmetic', kinds)
    : wrong(at, written, `there is no such arithmetic over ${kinds}`);
};
