import { linkFields, type NodeDefinition, type Relationship, typesOf } from '@graphkeep/models';
import type { Codec, Statement } from '../engine/engine.ts';
import { node, Parameters, property, quote } from './cypher.ts';
import { type Owner, owned, whereClause } from './where.ts';

/** Before the name of a relationship's own property in a row: no field can be called so. */
export const LINK = '$link.';

export interface Hop {
  readonly name: string;
  readonly from: NodeDefinition;
  readonly relationship: Relationship;
  readonly to: NodeDefinition;
  readonly limit: number;
}

/**
 * What is related to each of many nodes, in one statement: at most `limit` for each of them, in the order of their keys.
 * Both engines run this text; the maps are written out because an engine's own entities are not to be trusted in lists.
 */
export const includeStatement = (
  hop: Hop,
  keys: readonly unknown[],
  owner: Owner,
  codec: Codec,
): Statement => {
  const { from, to, relationship } = hop;
  const parameters = new Parameters(codec);
  const list = parameters.raw(keys);
  const fields = [
    ...to.fields.map(({ name, stored }) => `${quote(name)}: ${property('m', stored)}`),
    ...linkFields(relationship).map(({ name, stored }) => `${quote(LINK + name)}: ${property('r', stored)}`),
  ];
  const text = [
    `UNWIND ${list} AS \`key\``,
    `MATCH (n:${quote(from.label)} {${quote(from.key)}: \`key\`})${link('r', relationship)}${node('m', to)}${whereClause(owned('m', to, owner, parameters))}`,
    `WITH \`key\`, m, r ORDER BY ${property('m', to.key)}`,
    `WITH \`key\`, collect({${fields.join(', ')}}) AS \`all\``,
    `RETURN \`key\` AS \`key\`, \`all\`[0..${parameters.count(hop.limit)}] AS \`items\``,
  ].join(' ');
  return { text, params: parameters.values, operation: `${from.label}.${hop.name}` };
};

/** -[r:`HAS_CHARACTER`]-> or its opposite. */
export const link = (variable: string, relationship: Relationship): string => {
  const types = typesOf(relationship).map(quote).join('|');
  const middle = `-[${variable}:${types}]-`;
  return `${relationship.direction === 'in' ? '<' : ''}${middle}${relationship.direction === 'out' ? '>' : ''}`;
};
