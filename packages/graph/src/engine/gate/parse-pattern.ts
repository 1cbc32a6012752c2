import type { Cursor } from './cursor.ts';
import { refuse } from './errors.ts';
import { parseMapBody } from './parse-atom.ts';
import type { Expression, LinkPattern, NodePattern, PathPattern } from './syntax.ts';

export const parsePatterns = (cursor: Cursor): PathPattern[] => cursor.list(() => parsePattern(cursor));

export const parsePattern = (cursor: Cursor): PathPattern => {
  let variable: string | undefined;
  if (cursor.peek().kind === 'name' && cursor.isSymbol('=', 1)) {
    variable = cursor.needName('a variable');
    cursor.needSymbol('=');
  }
  const shortest = cursor.peek();
  if (shortest.kind === 'name' && /^(all)?shortestPaths?$/i.test(shortest.text)) {
    cursor.next();
    cursor.needSymbol('(');
    const pattern = parsePatternChain(cursor, variable, true);
    cursor.needSymbol(')');
    return pattern;
  }
  if (shortest.kind === 'name' && /^(ANY|ALL|SHORTEST)$/i.test(shortest.text)) throw refuse('shortestPath');
  return parsePatternChain(cursor, variable, false);
};

export const parsePatternChain = (
  cursor: Cursor,
  variable: string | undefined,
  shortest: boolean,
): PathPattern => {
  const { start } = cursor.peek();
  const first = parseNode(cursor);
  const hops: { link: LinkPattern; node: NodePattern }[] = [];
  while (startsLink(cursor)) hops.push({ link: parseLink(cursor), node: parseNode(cursor) });
  return { variable, shortest, first, hops, start, end: cursor.lastEnd };
};

const startsLink = (cursor: Cursor): boolean => {
  const after = cursor.isSymbol('<') && cursor.isSymbol('-', 1) ? 2 : cursor.isSymbol('-') ? 1 : 0;
  return after > 0 && (cursor.isSymbol('-', after) || cursor.isSymbol('[', after));
};

const parseNode = (cursor: Cursor): NodePattern => {
  const { start } = cursor.peek();
  cursor.needSymbol('(');
  if (cursor.isSymbol('(')) throw refuse('quantifiedPath');
  const variable = takeVariable(cursor);
  const labels: string[] = [];
  while (cursor.takeSymbol(':')) labels.push(parseLabel(cursor));
  if (cursor.isWord('IS')) throw refuse('labelExpression');
  const properties = parseProperties(cursor);
  if (cursor.isWord('WHERE')) throw refuse('inlineWhere');
  cursor.needSymbol(')');
  return { variable, labels, properties, start, end: cursor.lastEnd };
};

const parseLabel = (cursor: Cursor): string => {
  if (cursor.isSymbol('!') || cursor.isSymbol('%') || cursor.isSymbol('(') || cursor.isSymbol('$'))
    throw refuse('labelExpression');
  const label = cursor.needName('a label');
  if (cursor.isSymbol('|') || cursor.isSymbol('&')) throw refuse('labelExpression');
  return label;
};

const takeVariable = (cursor: Cursor): string | undefined =>
  cursor.peek().kind === 'name' && !cursor.isWord('WHERE') && !cursor.isWord('IS')
    ? cursor.needName('a variable')
    : undefined;

const parseProperties = (cursor: Cursor): Expression | undefined => {
  const token = cursor.peek();
  if (token.kind === 'parameter') {
    cursor.next();
    return { kind: 'parameter', name: token.text, start: token.start, end: token.end };
  }
  if (!cursor.takeSymbol('{')) return undefined;
  return { ...parseMapBody(cursor), start: token.start, end: cursor.lastEnd };
};

const parseLink = (cursor: Cursor): LinkPattern => {
  const { start } = cursor.peek();
  const inward = cursor.takeSymbol('<');
  cursor.needSymbol('-');
  const inner = cursor.takeSymbol('[') ? parseLinkBody(cursor) : undefined;
  cursor.needSymbol('-');
  const outward = cursor.takeSymbol('>');
  return {
    variable: inner?.variable,
    types: inner?.types ?? [],
    properties: inner?.properties,
    length: inner?.length,
    direction: inward === outward ? 'either' : outward ? 'out' : 'in',
    start,
    end: cursor.lastEnd,
  };
};

const parseLinkBody = (cursor: Cursor): Pick<LinkPattern, 'variable' | 'types' | 'properties' | 'length'> => {
  const variable = takeVariable(cursor);
  const types: string[] = [];
  if (cursor.takeSymbol(':')) {
    types.push(cursor.needName('a relationship type'));
    while (cursor.takeSymbol('|')) {
      cursor.takeSymbol(':');
      types.push(cursor.needName('a relationship type'));
    }
    if (cursor.isSymbol('&') || cursor.isSymbol('!')) throw refuse('labelExpression');
  }
  const length = cursor.takeSymbol('*') ? parseLength(cursor) : undefined;
  const properties = parseProperties(cursor);
  if (cursor.isWord('WHERE')) throw refuse('inlineWhere');
  cursor.needSymbol(']');
  return { variable, types, length, properties };
};

/** *, *2, *1.., *..3, *1..3 */
const parseLength = (cursor: Cursor): NonNullable<LinkPattern['length']> => {
  const min = takeCount(cursor);
  if (!cursor.takeSymbol('..')) return { min, max: min };
  return { min, max: takeCount(cursor) };
};

const takeCount = (cursor: Cursor): number | undefined => {
  const token = cursor.peek();
  if (token.kind !== 'integer') return undefined;
  cursor.next();
  return Number(token.text);
};
