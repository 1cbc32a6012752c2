import { type At, asValue, type Emitted, emitted, quote } from './at.ts';
import { refuse } from './errors.ts';
import { truthOf } from './operators.ts';
import type { Expression } from './syntax.ts';
import { listVariable, translate } from './translate-expression.ts';
import { types } from './types.ts';

type Quantified = Extract<Expression, { readonly kind: 'quantifier' }>;

/**
 * The engine's quantifiers take null for false. Counting what is true and what is false answers as Cypher does: null
 * where neither count decides.
 */
export const quantifierText = (expression: Quantified, at: At): Emitted => {
  const { quantifier, variable } = expression;
  const source = translate(expression.source, asValue(at));
  const inner = listVariable(variable, source, expression.source, at);
  const where = translate(expression.where, inner);
  const condition = truthOf(where, expression.where, inner);
  if (source.type.kind === 'null') return emitted('null', types.null, [source]);
  if (source.aggregates) throw refuse('aggregate', 'in a quantifier');
  const parts = [source, where];
  const name = quote(variable);
  if (!where.type.nullable && !source.type.nullable)
    return emitted(`${quantifier}(${name} IN ${source.text} WHERE ${condition})`, types.boolean, parts);
  if (source.random || where.random) throw refuse('quantifier', 'over rand()');
  const all = `size(${source.text})`;
  const held = `size([${name} IN ${source.text} WHERE ${condition} | 1])`;
  const failed = `size([${name} IN ${source.text} WHERE NOT ${condition} | 1])`;
  const decisions = {
    any: `WHEN ${held} > 0 THEN true WHEN ${failed} = ${all} THEN false`,
    all: `WHEN ${failed} > 0 THEN false WHEN ${held} = ${all} THEN true`,
    none: `WHEN ${held} > 0 THEN false WHEN ${failed} = ${all} THEN true`,
    single: `WHEN ${held} > 1 THEN false WHEN ${held} + ${failed} = ${all} THEN ${held} = 1`,
  };
  return emitted(`CASE ${decisions[quantifier]} ELSE null END`, { ...types.boolean, nullable: true }, parts);
};
