import { bounds } from './bounds.ts';
import { node } from './cypher.ts';
import { link } from './link.ts';
import { visible } from './scope.ts';
import { assertPlain, wrong } from './values.ts';
import { condition, type FilterContext, type Target, whereClause } from './where.ts';

const quantifiers = new Set(['some', 'none', 'every']);

/** That `some`, `none` or `every` one of the related nodes that the caller may see passes a filter. */
export const relatedFilter = (
  target: Target,
  name: string,
  value: unknown,
  context: FilterContext,
  holds: boolean,
): readonly string[] => {
  const { at, definition } = target;
  const relationship = definition.relationships[name];
  const related = relationship && context.scope.graph[relationship.to];
  if (!related) throw wrong(at, `${definition.label} has no relationship ${name}.`);
  if (target.hops >= bounds.relatedDepth)
    throw wrong(at, `Filters on related nodes go ${bounds.relatedDepth} levels deep at most.`);
  assertPlain(at, value);
  const entries = Object.entries(value);
  if (entries.length === 0) throw wrong(at, `${at} must name some, none or every.`);
  return entries.map(([quantifier, where]) => {
    if (!quantifiers.has(quantifier))
      throw wrong(`${at}.${quantifier}`, `${at} can ask for some, none or every.`);
    const every = quantifier === 'every';
    const [inner, reached] = [context.parameters.variable(), context.parameters.variable()];
    const found = {
      ...target,
      variable: reached,
      definition: related,
      link: { variable: inner, relationship },
      at: `${at}.${quantifier}`,
      hops: target.hops + 1,
    };
    // What every one is asked for, none may lack.
    const all = [
      ...visible(reached, related, context.scope, context.parameters),
      condition(found, where, context, !every),
    ];
    const exists = `EXISTS { MATCH (${target.variable})${link(inner, relationship)}${node(reached, related)}${whereClause(all)} }`;
    return (quantifier === 'some') === holds ? exists : `NOT ${exists}`;
  });
};
