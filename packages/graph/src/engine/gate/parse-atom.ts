import type { Cursor } from './cursor.ts';
import { invalid, refuse } from './errors.ts';
import { parseExpression } from './parse-expression.ts';
import { parsePatternChain, parsePatterns } from './parse-pattern.ts';
import type { Branch, Expression, ExpressionShape, Quantifier } from './syntax.ts';

/** One more than the largest integer. */
export const LARGEST = 2n ** 63n;
export const integerOf = (text: string): bigint => BigInt(text);

export const parseAtom = (cursor: Cursor): Expression => {
  const { start } = cursor.peek();
  return { ...parseAtomShape(cursor), start, end: cursor.lastEnd };
};

const parseAtomShape = (cursor: Cursor): ExpressionShape => {
  const token = cursor.peek();
  switch (token.kind) {
    case 'parameter':
      cursor.next();
      return { kind: 'parameter', name: token.text };
    case 'string':
      cursor.next();
      return { kind: 'literal', value: token.text };
    case 'integer': {
      cursor.next();
      const value = integerOf(token.text);
      if (value >= LARGEST) throw invalid(cursor.source, token.start, 'the integer is too large');
      return { kind: 'integer', value };
    }
    case 'float': {
      cursor.next();
      const value = Number(token.text);
      if (!Number.isFinite(value)) throw invalid(cursor.source, token.start, 'the number is too large');
      return { kind: 'float', value };
    }
    case 'symbol':
      return parseSymbolAtom(cursor);
    case 'name':
      return parseNameAtom(cursor);
    case 'end':
      throw cursor.unexpected('an expression is expected');
  }
};

const parseSymbolAtom = (cursor: Cursor): ExpressionShape => {
  if (cursor.isSymbol('(')) {
    const pattern = cursor.attempt(() => patternWithHops(cursor));
    if (pattern) return { kind: 'pattern', pattern };
    cursor.needSymbol('(');
    const inner = parseExpression(cursor);
    cursor.needSymbol(')');
    return inner;
  }
  if (cursor.takeSymbol('[')) return parseListAtom(cursor);
  if (cursor.takeSymbol('{')) return parseMapBody(cursor);
  throw cursor.unexpected('an expression is expected');
};

const patternWithHops = (cursor: Cursor) => {
  const pattern = parsePatternChain(cursor, undefined, false);
  if (pattern.hops.length === 0) throw cursor.unexpected('a relationship is expected');
  return pattern;
};

const parseListAtom = (cursor: Cursor): ExpressionShape => {
  if (cursor.peek().kind === 'name' && cursor.isWord('IN', 1)) {
    const filter = cursor.attempt(() => parseComprehension(cursor));
    if (filter) return filter;
  }
  if (cursor.isSymbol('(') || (cursor.peek().kind === 'name' && cursor.isSymbol('=', 1))) {
    const found = cursor.attempt(() => parsePatternComprehension(cursor));
    if (found) return found;
  }
  return { kind: 'list', items: cursor.listUntil(']', () => parseExpression(cursor)) };
};

/** [x IN list WHERE … | …], after its bracket. With neither part it is a list of one truth value. */
const parseComprehension = (cursor: Cursor): ExpressionShape => {
  const variable = cursor.needName('a variable');
  cursor.needWords('IN');
  const source = parseExpression(cursor);
  const where = cursor.takeWords('WHERE') ? parseExpression(cursor) : undefined;
  const map = cursor.takeSymbol('|') ? parseExpression(cursor) : undefined;
  cursor.needSymbol(']');
  return { kind: 'comprehension', variable, source, where, map };
};

const parsePatternComprehension = (cursor: Cursor): ExpressionShape => {
  if (cursor.isSymbol('=', 1)) {
    cursor.next();
    cursor.next();
  }
  patternWithHops(cursor);
  if (cursor.takeWords('WHERE')) parseExpression(cursor);
  cursor.needSymbol('|');
  parseExpression(cursor);
  cursor.needSymbol(']');
  return { kind: 'patternComprehension' };
};

export const parseMapBody = (cursor: Cursor): ExpressionShape => ({
  kind: 'map',
  entries: cursor.listUntil('}', () => {
    const key = cursor.needName('a key');
    cursor.needSymbol(':');
    return { key, value: parseExpression(cursor) };
  }),
});

const CONSTANTS: Readonly<Record<string, null | boolean>> = { TRUE: true, FALSE: false, NULL: null };

const QUANTIFIERS: Readonly<Record<string, Quantifier>> = {
  ALL: 'all',
  ANY: 'any',
  NONE: 'none',
  SINGLE: 'single',
};

const parseNameAtom = (cursor: Cursor): ExpressionShape => {
  const token = cursor.peek();
  const quoted = token.kind === 'name' && token.quoted;
  const word = quoted ? '' : token.text.toUpperCase();
  const constant = CONSTANTS[word];
  if (constant !== undefined) {
    cursor.next();
    return { kind: 'literal', value: constant };
  }
  if (word === 'CASE') return parseCase(cursor);
  if (/^(EXISTS|COUNT|COLLECT)$/.test(word) && cursor.isSymbol('{', 1)) return parseSubquery(cursor, word);
  if (cursor.isSymbol('{', 1)) return parseMapProjection(cursor);
  const name = parseDottedName(cursor);
  if (!cursor.isSymbol('(')) return { kind: 'variable', name };
  return parseCall(cursor, name, QUANTIFIERS[word]);
};

/** A name, or several with dots between them where a call follows: `apoc.text.join(`. */
const parseDottedName = (cursor: Cursor): string => {
  let parts = 1;
  while (cursor.isSymbol('.', parts * 2 - 1) && cursor.peek(parts * 2).kind === 'name') parts++;
  if (!cursor.isSymbol('(', parts * 2 - 1)) return cursor.needName('a name');
  const names = [cursor.needName('a name')];
  while (cursor.takeSymbol('.')) names.push(cursor.needName('a name'));
  return names.join('.');
};

const parseCall = (cursor: Cursor, name: string, quantifier: Quantifier | undefined): ExpressionShape => {
  cursor.needSymbol('(');
  if (quantifier && cursor.isWord('IN', 1)) return parseQuantifier(cursor, quantifier);
  if (name.toLowerCase() === 'reduce' && cursor.isSymbol('=', 1)) throw refuse('reduce');
  if (name.toLowerCase() === 'count' && cursor.takeSymbol('*')) {
    cursor.needSymbol(')');
    return { kind: 'countAll' };
  }
  const distinct = cursor.takeWords('DISTINCT');
  return { kind: 'call', name, distinct, args: cursor.listUntil(')', () => parseExpression(cursor)) };
};

const parseQuantifier = (cursor: Cursor, quantifier: Quantifier): ExpressionShape => {
  const variable = cursor.needName('a variable');
  cursor.needWords('IN');
  const source = parseExpression(cursor);
  if (!cursor.takeWords('WHERE')) throw refuse('quantifier', 'without WHERE');
  const where = parseExpression(cursor);
  cursor.needSymbol(')');
  return { kind: 'quantifier', quantifier, variable, source, where };
};

const parseCase = (cursor: Cursor): ExpressionShape => {
  cursor.needWords('CASE');
  const subject = cursor.isWord('WHEN') ? undefined : parseExpression(cursor);
  const branches: Branch[] = [];
  while (cursor.takeWords('WHEN')) {
    const when = parseExpression(cursor);
    cursor.needWords('THEN');
    branches.push({ when, result: parseExpression(cursor) });
  }
  if (branches.length === 0) throw cursor.unexpected('WHEN is expected');
  const otherwise = cursor.takeWords('ELSE') ? parseExpression(cursor) : undefined;
  cursor.needWords('END');
  return { kind: 'case', subject, branches, otherwise };
};

/** EXISTS { pattern } is understood; what is more than a pattern is named, and refused later. */
const parseSubquery = (cursor: Cursor, keyword: string): ExpressionShape => {
  cursor.next();
  cursor.needSymbol('{');
  const match = cursor.takeWords('MATCH');
  if (keyword !== 'EXISTS' || !(match || cursor.isSymbol('('))) throw refuse('subquery', keyword);
  const patterns = parsePatterns(cursor);
  const where = cursor.takeWords('WHERE') ? parseExpression(cursor) : undefined;
  if (!cursor.takeSymbol('}')) throw refuse('subquery', `more than a pattern in ${keyword}`);
  return { kind: 'exists', patterns, where };
};

const parseMapProjection = (cursor: Cursor): ExpressionShape => {
  const of = cursor.needName('a variable');
  cursor.needSymbol('{');
  cursor.listUntil('}', () => {
    if (cursor.takeSymbol('.')) return cursor.takeSymbol('*') || cursor.needName('a property');
    cursor.needName('a key');
    return cursor.takeSymbol(':') && parseExpression(cursor);
  });
  return { kind: 'mapProjection', of };
};
