import { Cursor } from './cursor.ts';
import { invalid, refuse } from './errors.ts';
import { parseExpression } from './parse-expression.ts';
import { parsePattern, parsePatterns } from './parse-pattern.ts';
import type {
  Clause,
  Imports,
  Projection,
  Query,
  RemoveItem,
  ReturnItem,
  SetItem,
  SortItem,
  Statement,
} from './syntax.ts';

/** Words of Cypher that begin a clause this gate does not know: they are no mistake, but refused. */
const REFUSED_CLAUSES =
  /^(LOAD|CALL|FOREACH|USE|SHOW|EXPLAIN|PROFILE|START|LET|FILTER|FINISH|INSERT|USING|ALTER|DROP|GRANT|DENY|REVOKE|TERMINATE|CYPHER)$/;

export const parseStatement = (source: string): Statement => {
  const cursor = new Cursor(source);
  const queries = [parseQuery(cursor)];
  const alls = new Set<boolean>();
  while (cursor.takeWords('UNION')) {
    alls.add(cursor.takeWords('ALL'));
    cursor.takeWords('DISTINCT');
    queries.push(parseQuery(cursor));
  }
  if (alls.size > 1) throw invalid(source, 0, 'UNION and UNION ALL cannot be mixed');
  cursor.takeSymbol(';');
  if (cursor.peek().kind !== 'end') throw cursor.unexpected('the end of the statement is expected');
  return { queries, unionAll: alls.has(true) };
};

const parseQuery = (cursor: Cursor): Query => {
  const clauses: Clause[] = [];
  for (;;) {
    const { start } = cursor.peek();
    const clause = parseClause(cursor);
    if (!clause) break;
    clauses.push({ ...clause, start, end: cursor.lastEnd });
  }
  if (clauses.length === 0) throw cursor.unexpected('a clause is expected');
  return { clauses };
};

type ClauseShape = Clause extends infer One
  ? One extends Clause
    ? Omit<One, 'start' | 'end'>
    : never
  : never;

const parseClause = (cursor: Cursor): ClauseShape | undefined => {
  if (cursor.takeWords('OPTIONAL', 'MATCH')) return parseMatch(cursor, true);
  if (cursor.takeWords('MATCH')) return parseMatch(cursor, false);
  if (cursor.takeWords('UNWIND')) {
    const source = parseExpression(cursor);
    cursor.needWords('AS');
    return { kind: 'unwind', source, variable: cursor.needName('a variable') };
  }
  if (cursor.takeWords('WITH')) {
    const projection = parseProjection(cursor);
    return { kind: 'with', projection, where: parseWhere(cursor) };
  }
  if (cursor.isWord('ORDER') || cursor.isWord('SKIP') || cursor.isWord('OFFSET') || cursor.isWord('LIMIT')) {
    const { start } = cursor.peek();
    const projection = {
      distinct: false,
      all: true,
      items: [],
      ...parseOrder(cursor),
      start,
      end: cursor.lastEnd,
    };
    return { kind: 'with', projection, where: undefined };
  }
  if (cursor.isWord('CALL') && (cursor.isSymbol('{', 1) || cursor.isSymbol('(', 1)))
    return parseSubquery(cursor);
  if (cursor.takeWords('OPTIONAL', 'CALL')) throw refuse('clause', 'OPTIONAL CALL');
  if (cursor.takeWords('RETURN')) return { kind: 'return', projection: parseProjection(cursor) };
  if (cursor.takeWords('CREATE')) {
    if (
      /^(INDEX|CONSTRAINT|FULLTEXT|VECTOR|RANGE|TEXT|POINT|LOOKUP|OR|UNIQUE|DATABASE|USER|ROLE)$/i.test(
        cursor.peek().text,
      )
    )
      throw refuse('clause', 'a change of the schema');
    return { kind: 'create', patterns: parsePatterns(cursor) };
  }
  if (cursor.takeWords('MERGE')) return parseMerge(cursor);
  if (cursor.takeWords('SET')) return { kind: 'set', items: parseSetItems(cursor) };
  if (cursor.takeWords('REMOVE'))
    return { kind: 'remove', items: cursor.list(() => parseRemoveItem(cursor)) };
  if (cursor.takeWords('DETACH', 'DELETE')) return parseDelete(cursor, true);
  if (cursor.takeWords('DELETE')) return parseDelete(cursor, false);
  const { kind, text } = cursor.peek();
  if (kind === 'name' && REFUSED_CLAUSES.test(text.toUpperCase())) throw refuse('clause', text.toUpperCase());
  return undefined;
};

const parseSubquery = (cursor: Cursor): ClauseShape => {
  cursor.needWords('CALL');
  const imports = parseImports(cursor);
  cursor.needSymbol('{');
  const query = parseQuery(cursor);
  if (cursor.isWord('UNION')) throw refuse('subquery', 'UNION in CALL');
  cursor.needSymbol('}');
  if (cursor.isWord('IN')) throw refuse('clause', 'CALL … IN TRANSACTIONS');
  return { kind: 'call', imports, query };
};

const parseImports = (cursor: Cursor): Imports => {
  if (!cursor.takeSymbol('(')) return undefined;
  if (!cursor.takeSymbol('*')) return cursor.listUntil(')', () => cursor.needName('a variable'));
  cursor.needSymbol(')');
  return 'all';
};

const parseMatch = (cursor: Cursor, optional: boolean): ClauseShape => {
  const patterns = parsePatterns(cursor);
  return { kind: 'match', optional, patterns, where: parseWhere(cursor) };
};

const parseWhere = (cursor: Cursor) => (cursor.takeWords('WHERE') ? parseExpression(cursor) : undefined);

const parseDelete = (cursor: Cursor, detach: boolean): ClauseShape => ({
  kind: 'delete',
  detach,
  expressions: cursor.list(() => parseExpression(cursor)),
});

const parseMerge = (cursor: Cursor): ClauseShape => {
  const pattern = parsePattern(cursor);
  const onCreate: SetItem[] = [];
  const onMatch: SetItem[] = [];
  for (;;) {
    if (cursor.takeWords('ON', 'CREATE', 'SET')) onCreate.push(...parseSetItems(cursor));
    else if (cursor.takeWords('ON', 'MATCH', 'SET')) onMatch.push(...parseSetItems(cursor));
    else return { kind: 'merge', pattern, onCreate, onMatch };
  }
};

const parseProjection = (cursor: Cursor): Projection => {
  const { start } = cursor.peek();
  const distinct = cursor.takeWords('DISTINCT');
  const all = cursor.takeSymbol('*');
  const items = all && !cursor.takeSymbol(',') ? [] : cursor.list(() => parseReturnItem(cursor));
  return { distinct, all, items, ...parseOrder(cursor), start, end: cursor.lastEnd };
};

const parseOrder = (cursor: Cursor) => {
  const orderBy = cursor.takeWords('ORDER', 'BY') ? cursor.list(() => parseSortItem(cursor)) : [];
  const skip = cursor.takeWords('SKIP') || cursor.takeWords('OFFSET') ? parseExpression(cursor) : undefined;
  const limit = cursor.takeWords('LIMIT') ? parseExpression(cursor) : undefined;
  return { orderBy, skip, limit };
};

const parseReturnItem = (cursor: Cursor): ReturnItem => {
  const { start } = cursor.peek();
  const expression = parseExpression(cursor);
  const text = cursor.source.slice(start, cursor.lastEnd);
  return { expression, text, alias: cursor.takeWords('AS') ? cursor.needName('a name') : undefined };
};

const parseSortItem = (cursor: Cursor): SortItem => {
  const expression = parseExpression(cursor);
  const descending = cursor.takeWords('DESC') || cursor.takeWords('DESCENDING');
  if (!descending && !cursor.takeWords('ASC')) cursor.takeWords('ASCENDING');
  return { expression, descending };
};

const parseSetItems = (cursor: Cursor): SetItem[] => cursor.list(() => parseSetItem(cursor));

const parseSetItem = (cursor: Cursor): SetItem => {
  const { start } = cursor.peek();
  const variable = parseTarget(cursor);
  const placed = () => ({ variable, start, end: cursor.lastEnd });
  if (cursor.isSymbol(':')) return { kind: 'labels', labels: parseLabels(cursor), ...placed() };
  if (cursor.isSymbol('[') || cursor.isWord('IS')) throw refuse('labelExpression');
  if (cursor.takeSymbol('.')) {
    const key = cursor.needName('a property');
    cursor.needSymbol('=');
    return { kind: 'property', key, value: parseExpression(cursor), ...placed() };
  }
  const operator = cursor.takeSymbol('+=') ? '+=' : '=';
  if (operator === '=') cursor.needSymbol('=');
  return { kind: 'all', operator, value: parseExpression(cursor), ...placed() };
};

const parseRemoveItem = (cursor: Cursor): RemoveItem => {
  const { start } = cursor.peek();
  const variable = parseTarget(cursor);
  const placed = () => ({ variable, start, end: cursor.lastEnd });
  if (cursor.isSymbol(':')) return { kind: 'labels', labels: parseLabels(cursor), ...placed() };
  if (cursor.isSymbol('[') || cursor.isWord('IS')) throw refuse('labelExpression');
  cursor.needSymbol('.');
  return { kind: 'property', key: cursor.needName('a property'), ...placed() };
};

/** n, or (n). */
const parseTarget = (cursor: Cursor): string => {
  const bracketed = cursor.takeSymbol('(');
  const variable = cursor.needName('a variable');
  if (bracketed) cursor.needSymbol(')');
  return variable;
};

const parseLabels = (cursor: Cursor): string[] => {
  const labels: string[] = [];
  while (cursor.takeSymbol(':')) labels.push(cursor.needName('a label'));
  return labels;
};
