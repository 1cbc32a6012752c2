import type { Ground, Scope } from './at.ts';
import {
  type DrawnClause,
  drawCreate,
  drawDelete,
  drawMatch,
  drawMerge,
  drawRemove,
  drawSet,
  drawUnwind,
} from './clauses.ts';
import { invalid, refuse } from './errors.ts';
import { type Column, drawProjection } from './projection.ts';
import { drawSubquery } from './subquery.ts';
import type { Clause, Query } from './syntax.ts';

const MOST_CLAUSES = 100;
const WRITES = new Set<Clause['kind']>(['create', 'merge', 'set', 'remove', 'delete']);

export const isWriting = ({ clauses }: Query): boolean =>
  clauses.some((clause) => (clause.kind === 'call' ? isWriting(clause.query) : WRITES.has(clause.kind)));

export interface DrawnQuery {
  /** All clauses but the RETURN. */
  readonly body: string;
  /** What follows RETURN; undefined where there is none. */
  readonly answer: string | undefined;
  readonly columns: readonly Column[];
}

export const finished = ({ body, answer }: DrawnQuery): string =>
  [body, ...(answer === undefined ? [] : [`RETURN ${answer}`])].filter((part) => part !== '').join(' ');

/** `imported` is what a subquery takes from around it. */
export const drawQuery = ({ clauses }: Query, ground: Ground, imported: Scope = new Map()): DrawnQuery => {
  const count = countOf(clauses);
  if (count > MOST_CLAUSES) throw refuse('nesting', `${count} clauses`);
  assertOrder(clauses, ground);
  let scope = imported;
  const texts: string[] = [];
  for (const clause of clauses) {
    if (clause.kind === 'return') {
      const { text, columns } = drawProjection(clause.projection, undefined, 'return', scope, ground);
      return { body: texts.join(' '), answer: text, columns };
    }
    const drawn = drawClause(clause, scope, ground);
    texts.push(drawn.text);
    scope = drawn.scope;
  }
  return { body: texts.join(' '), answer: undefined, columns: [] };
};

const countOf = (clauses: readonly Clause[]): number =>
  clauses.reduce((all, clause) => all + (clause.kind === 'call' ? countOf(clause.query.clauses) + 1 : 1), 0);

const drawClause = (
  clause: Exclude<Clause, { kind: 'return' }>,
  scope: Scope,
  ground: Ground,
): DrawnClause => {
  switch (clause.kind) {
    case 'match':
      return drawMatch(clause, scope, ground);
    case 'unwind':
      return drawUnwind(clause, scope, ground);
    case 'with': {
      const drawn = drawProjection(clause.projection, clause.where, 'with', scope, ground);
      return { text: `WITH ${drawn.text}`, scope: drawn.scope };
    }
    case 'call':
      return drawSubquery(clause, scope, ground);
    case 'create':
      return drawCreate(clause, scope, ground);
    case 'merge':
      return drawMerge(clause, scope, ground);
    case 'set':
      return drawSet(clause, scope, ground);
    case 'remove':
      return drawRemove(clause, scope, ground);
    case 'delete':
      return drawDelete(clause, scope, ground);
  }
};

const assertOrder = (clauses: readonly Clause[], ground: Ground): void => {
  let written = false;
  for (const [index, clause] of clauses.entries()) {
    const isLast = index === clauses.length - 1;
    if (clause.kind === 'return' && !isLast)
      throw invalid(ground.source, clause.start, 'RETURN must be the last clause');
    if (isLast && /^(match|unwind|with|call)$/.test(clause.kind))
      throw invalid(ground.source, clause.start, `a statement cannot end with ${clause.kind.toUpperCase()}`);
    if (written && /^(match|unwind|call)$/.test(clause.kind))
      throw invalid(
        ground.source,
        clause.start,
        `WITH is required between a write and ${clause.kind.toUpperCase()}`,
      );
    written = WRITES.has(clause.kind) || (written && clause.kind !== 'with');
  }
};
