import { type Ground, quote, type Scope } from './at.ts';
import type { DrawnClause } from './clauses.ts';
import { invalid, refuse } from './errors.ts';
import { drawQuery, finished } from './query.ts';
import type { Clause, ClauseOf, Expression, Place, Query } from './syntax.ts';
import { tokenize } from './tokens.ts';

/** CALL { WITH n … RETURN … } and CALL (n) { … RETURN … } that only read. */
export const drawSubquery = (clause: ClauseOf<'call'>, scope: Scope, ground: Ground): DrawnClause => {
  if (ground.writes) throw refuse('subquery', 'CALL in a statement that writes');
  const { names, rest } = importsOf(clause, scope, ground);
  const imported: Scope = new Map(
    names.map((name) => {
      const variable = scope.get(name);
      if (!variable) throw invalid(ground.source, clause.start, `the variable ${name} is not defined`);
      return [name, variable];
    }),
  );
  if (rest.clauses.at(-1)?.kind !== 'return') throw refuse('subquery', 'CALL without RETURN');
  if (clause.imports !== undefined) assertKept(rest.clauses, names, ground);
  const drawn = drawQuery(rest, ground, imported);
  for (const { name, alias } of drawn.columns) {
    if (scope.has(name)) throw invalid(ground.source, clause.start, `the variable ${name} is bound already`);
    if (alias !== name) throw invalid(ground.source, clause.start, `${name} of CALL needs a name: AS …`);
  }
  const columns = drawn.columns.map(({ name, alias, type }) => [name, { type, text: quote(alias) }] as const);
  const taking = names.length === 0 ? '' : `WITH ${names.map(quote).join(', ')} `;
  return { text: `CALL { ${taking}${finished(drawn)} }`, scope: new Map([...scope, ...columns]) };
};

/** The variables that are taken from around it, and what follows the WITH that names them. */
const importsOf = (
  { imports, query }: ClauseOf<'call'>,
  scope: Scope,
  ground: Ground,
): { readonly names: readonly string[]; readonly rest: Query } => {
  if (imports) return { names: imports === 'all' ? [...scope.keys()] : imports, rest: query };
  const [first, ...others] = query.clauses;
  if (first?.kind !== 'with') return { names: [], rest: query };
  const { all, items, orderBy, skip, limit, distinct } = first.projection;
  const names = items.flatMap(({ expression, alias }) =>
    expression.kind === 'variable' && alias === undefined ? [expression.name] : [],
  );
  const isPlain = !distinct && !skip && !limit && !first.where && orderBy.length === 0;
  if (isPlain && names.length === items.length)
    return { names: all ? [...scope.keys()] : names, rest: { clauses: others } };
  if (all || items.some(({ expression }) => mentionsAny(expression, scope, ground)))
    throw refuse('subquery', 'CALL whose first WITH does more than name variables');
  return { names: [], rest: query };
};

const mentionsAny = (place: Place, scope: Scope, ground: Ground): boolean =>
  namesIn(place, ground).some((name) => scope.has(name));

/** After CALL (n) the n is there all through, and here it is gone with the first WITH that does not name it. */
const assertKept = (clauses: readonly Clause[], names: readonly string[], ground: Ground): void => {
  for (const [index, clause] of clauses.entries()) {
    if (clause.kind !== 'with' || clause.projection.all) continue;
    const { items } = clause.projection;
    const isKept = (name: string): boolean =>
      items.some(({ expression, alias = name }) => isVariable(expression, name) && alias === name);
    const later = { clauses: clauses.slice(index + 1) };
    const lost = names.find((name) => !isKept(name) && mentions(later, name, ground));
    if (lost !== undefined) throw refuse('subquery', `${lost} after a WITH that does not name it`);
    const hidden = items.find(({ alias }) => alias !== undefined && names.includes(alias) && !isKept(alias));
    if (hidden) throw refuse('subquery', `another value by the name ${hidden.alias}`);
  }
};

const isVariable = (expression: Expression, name: string): boolean =>
  expression.kind === 'variable' && expression.name === name;

/** Whether a name stands in it, be it only that of a property. */
const mentions = ({ clauses }: Query, name: string, ground: Ground): boolean =>
  clauses.some((clause) => namesIn(clause, ground).includes(name));

const namesIn = ({ start, end }: Place, ground: Ground): string[] =>
  tokenize(ground.source.slice(start, end)).flatMap((token) => (token.kind === 'name' ? [token.text] : []));
