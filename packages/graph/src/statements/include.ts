import type { NodeDefinition, Relationship } from '@graphkeep/models';
import type { Codec, Statement } from '../engine/engine.ts';
import { type Column, keyField } from './column.ts';
import { node, Parameters, quote } from './cypher.ts';
import { link } from './link.ts';
import { orderClause, type Sort } from './order.ts';
import { returning } from './projection.ts';
import { type Scope, visible } from './scope.ts';
import { filters, whereClause } from './where.ts';

/** Before the names in a row: no variable of the statement is called so. */
const NODE = 'node.';
const LINK = 'link.';

/** What a related node, and the relationship to it, are called in an include. */
export const reached = (hop: Pick<Hop, 'to' | 'relationship'>) => ({
  variable: 'm',
  definition: hop.to,
  link: { variable: 'r', relationship: hop.relationship },
});

export interface Hop {
  readonly name: string;
  readonly from: NodeDefinition;
  readonly relationship: Relationship;
  readonly to: NodeDefinition;
  /** Where it stands in the input. */
  readonly at: string;
  readonly where: object;
  readonly sorts: readonly Sort[];
  readonly limit: number;
  readonly columns: readonly Column[];
  readonly linkColumns: readonly Column[];
}

/**
 * What is related to each of many nodes, in one statement and a row each: the key of the node, the columns, those of the
 * relationship. The limit stands inside, for each node, so that one with a million of them costs no memory for what is
 * not wanted.
 */
export const includeStatement = (
  hop: Hop,
  keys: readonly unknown[],
  scope: Scope,
  codec: Codec,
): Statement => {
  const { from, to, relationship } = hop;
  const { variable, link: over } = reached(hop);
  const parameters = new Parameters(codec);
  const key = keyField(from);
  const list = parameters.bindAll(key, keys);
  const all = [
    ...filters(variable, to, hop.where, { scope, parameters }, { at: `${hop.at}.where`, link: over }),
    ...visible(variable, to, scope, parameters),
  ];
  const own = returning(variable, hop.columns, NODE);
  const columns = [own, returning(over.variable, hop.linkColumns, LINK)].filter(Boolean).join(', ');
  const names = [
    ...hop.columns.map(({ field }) => quote(NODE + field.name)),
    ...hop.linkColumns.map(({ field }) => quote(LINK + field.name)),
  ];
  const text = [
    `UNWIND ${list} AS ${quote('$of')}`,
    `MATCH (n:${quote(from.stored)} {${quote(key.stored)}: ${quote('$of')}})`,
    `CALL (n) { MATCH (n)${link(over.variable, relationship)}${node(variable, to)}${whereClause(all)}`,
    `WITH ${variable}, ${over.variable}${orderClause(hop.sorts)} LIMIT ${parameters.count(hop.limit)}`,
    `RETURN ${columns} }`,
    `RETURN ${quote('$of')} AS ${quote('$of')}, ${names.map((name) => `${name} AS ${name}`).join(', ')}`,
  ].join(' ');
  return { text, params: parameters.values, operation: `${from.label}.${hop.name}` };
};
