import { isAggregate } from './aggregates.ts';
import type { Expression } from './syntax.ts';

/** An expression as text that does not depend on where it stands. */
export const fingerprint = (expression: Expression): string =>
  JSON.stringify(expression, (key, value: unknown) => {
    if (key === 'start' || key === 'end') return undefined;
    return typeof value === 'bigint' ? String(value) : value;
  });

/** The same expression with some of its parts replaced, from the outside in; `replace` answers undefined to go deeper. */
export const rewrite = (
  expression: Expression,
  replace: (part: Expression) => Expression | undefined,
): Expression => replace(expression) ?? rewriteParts(expression, (part) => rewrite(part, replace));

const rewriteParts = (e: Expression, to: (part: Expression) => Expression): Expression => {
  const optional = (part: Expression | undefined) => part && to(part);
  switch (e.kind) {
    case 'property':
    case 'hasLabels':
      return { ...e, of: to(e.of) };
    case 'index':
      return { ...e, of: to(e.of), index: to(e.index) };
    case 'slice':
      return { ...e, of: to(e.of), from: optional(e.from), to: optional(e.to) };
    case 'not':
    case 'sign':
    case 'isNull':
      return { ...e, operand: to(e.operand) };
    case 'binary':
      return { ...e, left: to(e.left), right: to(e.right) };
    case 'list':
      return { ...e, items: e.items.map(to) };
    case 'map':
      return { ...e, entries: e.entries.map(({ key, value }) => ({ key, value: to(value) })) };
    case 'call':
      return { ...e, args: e.args.map(to) };
    case 'case':
      return {
        ...e,
        subject: optional(e.subject),
        branches: e.branches.map(({ when, result }) => ({ when: to(when), result: to(result) })),
        otherwise: optional(e.otherwise),
      };
    case 'comprehension':
      return { ...e, source: to(e.source), where: optional(e.where), map: optional(e.map) };
    case 'quantifier':
      return { ...e, source: to(e.source), where: to(e.where) };
    default:
      return e;
  }
};

/** Looks at an expression's parts, from the outside in, until `visit` answers 'stop' for a part. */
export const walk = (expression: Expression, visit: (part: Expression) => 'deeper' | 'stop'): void => {
  if (visit(expression) === 'deeper')
    rewriteParts(expression, (part) => {
      walk(part, visit);
      return part;
    });
};

/** The variables that an expression takes from around it. */
export const variablesIn = (expression: Expression): ReadonlySet<string> => {
  const found = new Set<string>();
  walk(expression, (part) => {
    if (part.kind === 'variable') found.add(part.name);
    if (part.kind === 'comprehension' || part.kind === 'quantifier') {
      for (const name of variablesIn(part.source)) found.add(name);
      for (const inner of part.kind === 'quantifier' ? [part.where] : [part.where, part.map])
        for (const name of inner ? variablesIn(inner) : []) if (name !== part.variable) found.add(name);
      return 'stop';
    }
    if (part.kind === 'pattern')
      for (const one of [part.pattern.first, ...part.pattern.hops.flatMap(({ link, node }) => [link, node])])
        if (one.variable !== undefined) found.add(one.variable);
    return 'deeper';
  });
  return found;
};

export const hasAggregate = (expression: Expression): boolean => {
  let found = false;
  walk(expression, (part) => {
    found ||= part.kind === 'countAll' || (part.kind === 'call' && isAggregate(part.name));
    return found ? 'stop' : 'deeper';
  });
  return found;
};
