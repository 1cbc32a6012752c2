import type { Cursor } from './cursor.ts';
import { invalid, refuse } from './errors.ts';
import { integerOf, LARGEST, parseAtom } from './parse-atom.ts';
import type { BinaryOperator, Expression, ExpressionShape } from './syntax.ts';

/** Deeper nesting would end in an overflow of this parser's stack, or of the engine's. */
const DEEPEST = 60;

const depths = new WeakMap<Cursor, number>();

export const parseExpression = (cursor: Cursor): Expression => {
  const depth = depths.get(cursor) ?? 0;
  if (depth > DEEPEST) throw refuse('nesting');
  depths.set(cursor, depth + 1);
  try {
    return parseOr(cursor);
  } finally {
    depths.set(cursor, depth);
  }
};

type Parse = (cursor: Cursor) => Expression;

const placed = (cursor: Cursor, start: number, shape: ExpressionShape): Expression => ({
  ...shape,
  start,
  end: cursor.lastEnd,
});

const binary = (left: Expression, operator: BinaryOperator, right: Expression): Expression => ({
  kind: 'binary',
  operator,
  left,
  right,
  start: left.start,
  end: right.end,
});

const leftToRight =
  (next: Parse, take: (cursor: Cursor) => BinaryOperator | undefined): Parse =>
  (cursor) => {
    let left = next(cursor);
    for (let operator = take(cursor); operator; operator = take(cursor))
      left = binary(left, operator, next(cursor));
    return left;
  };

const words =
  (...operators: readonly ('OR' | 'XOR' | 'AND')[]) =>
  (cursor: Cursor) =>
    operators.find((word) => cursor.takeWords(word));

const symbols =
  (...operators: readonly BinaryOperator[]) =>
  (cursor: Cursor) =>
    operators.find((symbol) => cursor.takeSymbol(symbol));

/** From what binds least to what binds most. */
const parseOr: Parse = (cursor) => leftToRight(parseXor, words('OR'))(cursor);
const parseXor: Parse = (cursor) => leftToRight(parseAnd, words('XOR'))(cursor);
const parseAnd: Parse = (cursor) => leftToRight(parseNot, words('AND'))(cursor);

const parseNot: Parse = (cursor) => {
  const { start } = cursor.peek();
  if (!cursor.takeWords('NOT')) return parseComparison(cursor);
  return placed(cursor, start, { kind: 'not', operand: parseNot(cursor) });
};

/** a < b <= c means a < b AND b <= c. */
const parseComparison: Parse = (cursor) => {
  const take = symbols('=', '<>', '<=', '>=', '<', '>');
  let left = parsePredicate(cursor);
  let all: Expression | undefined;
  for (let operator = take(cursor); operator; operator = take(cursor)) {
    const right = parsePredicate(cursor);
    const one = binary(left, operator, right);
    all = all ? binary(all, 'AND', one) : one;
    left = right;
  }
  return all ?? left;
};

const parsePredicate: Parse = (cursor) => {
  let left = parseSum(cursor);
  for (;;) {
    const { start } = left;
    if (cursor.takeWords('IS', 'NULL'))
      left = placed(cursor, start, { kind: 'isNull', operand: left, negated: false });
    else if (cursor.takeWords('IS', 'NOT', 'NULL'))
      left = placed(cursor, start, { kind: 'isNull', operand: left, negated: true });
    else if (cursor.isWord('IS')) throw refuse('typeTest');
    else {
      const operator = takePredicate(cursor);
      if (!operator) return left;
      left = binary(left, operator, parseSum(cursor));
    }
  }
};

const takePredicate = (cursor: Cursor): BinaryOperator | undefined => {
  if (cursor.takeWords('STARTS', 'WITH')) return 'STARTS WITH';
  if (cursor.takeWords('ENDS', 'WITH')) return 'ENDS WITH';
  if (cursor.takeWords('CONTAINS')) return 'CONTAINS';
  if (cursor.takeWords('IN')) return 'IN';
  return cursor.takeSymbol('=~') ? '=~' : undefined;
};

const parseSum: Parse = (cursor) => leftToRight(parseProduct, symbols('+', '-'))(cursor);
const parseProduct: Parse = (cursor) => leftToRight(parsePower, symbols('*', '/', '%'))(cursor);
const parsePower: Parse = (cursor) => leftToRight(parseSign, symbols('^'))(cursor);

const parseSign: Parse = (cursor) => {
  const { start } = cursor.peek();
  const operator = cursor.takeSymbol('-') ? '-' : cursor.takeSymbol('+') ? '+' : undefined;
  if (!operator) return parsePostfix(cursor);
  const number = cursor.peek();
  // The smallest integer has no positive counterpart, so its sign belongs to the number.
  if (operator === '-' && number.kind === 'integer') {
    cursor.next();
    const value = -integerOf(number.text);
    if (value < -LARGEST) throw invalid(cursor.source, start, 'the integer is too large');
    return parseSuffixes(cursor, placed(cursor, start, { kind: 'integer', value }));
  }
  return placed(cursor, start, { kind: 'sign', operator, operand: parseSign(cursor) });
};

const parsePostfix: Parse = (cursor) => parseSuffixes(cursor, parseAtom(cursor));

const parseSuffixes = (cursor: Cursor, atom: Expression): Expression => {
  let of = atom;
  for (;;) {
    const { start } = of;
    if (cursor.isSymbol('.') && cursor.peek(1).kind === 'name') {
      cursor.next();
      of = placed(cursor, start, { kind: 'property', of, key: cursor.needName('a property') });
    } else if (cursor.takeSymbol('[')) of = placed(cursor, start, parseBrackets(cursor, of));
    else if (cursor.isSymbol(':') && cursor.peek(1).kind === 'name') {
      const labels: string[] = [];
      while (cursor.takeSymbol(':')) labels.push(cursor.needName('a label'));
      if (cursor.isSymbol('|') && cursor.peek(1).kind === 'symbol') throw refuse('labelExpression');
      of = placed(cursor, start, { kind: 'hasLabels', of, labels });
    } else return of;
  }
};

const parseBrackets = (cursor: Cursor, of: Expression): ExpressionShape => {
  const from = cursor.isSymbol('..') ? undefined : parseExpression(cursor);
  if (!cursor.takeSymbol('..')) {
    cursor.needSymbol(']');
    if (!from) throw cursor.unexpected('an index is expected');
    return { kind: 'index', of, index: from };
  }
  const to = cursor.isSymbol(']') ? undefined : parseExpression(cursor);
  cursor.needSymbol(']');
  return { kind: 'slice', of, from, to };
};
