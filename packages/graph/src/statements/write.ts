import { linkFields, type NodeDefinition, type Relationship } from '@graphkeep/models';
import type { Codec, Statement } from '../engine/engine.ts';
import { node, Parameters, property, quote } from './cypher.ts';
import { link } from './include.ts';
import { columns } from './read.ts';
import { conditions, type Owner, owned, whereClause } from './where.ts';

/** Makes one node of values that its schema has accepted. */
export const createStatement = (
  definition: NodeDefinition,
  values: Readonly<Record<string, unknown>>,
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const properties = definition.fields
    .filter(({ name }) => values[name] !== undefined)
    .map((field) => `${quote(field.stored)}: ${parameters.bind(field, values[field.name])}`);
  const text = `CREATE (n:${quote(definition.label)} {${properties.join(', ')}}) RETURN ${columns(definition)}`;
  return { text, params: parameters.values, operation: `${definition.label}.create` };
};

export interface RelateParts {
  readonly name: string;
  readonly from: NodeDefinition;
  readonly fromKey: unknown;
  readonly relationship: Relationship;
  readonly to: NodeDefinition;
  readonly toKey: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Joins two nodes, once however often it runs. It answers how many pairs it found: 0 where one of them is missing. */
export const relateStatement = (parts: RelateParts, owner: Owner, codec: Codec): Statement => {
  const { from, to, relationship } = parts;
  const parameters = new Parameters(codec);
  const found = [
    ...conditions('n', from, { [from.key]: parts.fromKey }, parameters),
    ...conditions('m', to, { [to.key]: parts.toKey }, parameters),
    ...owned('n', from, owner, parameters),
    ...owned('m', to, owner, parameters),
  ];
  const set = linkFields(relationship)
    .filter(({ name }) => parts.properties[name] !== undefined)
    .map(
      (field) => `${property('r', field.stored)} = ${parameters.bind(field, parts.properties[field.name])}`,
    );
  const text = [
    `MATCH ${node('n', from)}, ${node('m', to)}${whereClause(found)}`,
    `MERGE (n)${link('r', relationship)}(m)`,
    ...(set.length > 0 ? [`SET ${set.join(', ')}`] : []),
    'RETURN count(r) AS `related`',
  ].join(' ');
  return { text, params: parameters.values, operation: `${from.label}.relate.${parts.name}` };
};
