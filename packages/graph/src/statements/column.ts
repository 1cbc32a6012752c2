import {
  concretesOf,
  type Field,
  type Graph,
  linkFields,
  type NodeDefinition,
  type Relationship,
  typesOf,
} from '@graphkeep/models';
import { z } from 'zod';
import { property, quote } from './cypher.ts';

/** What a statement can filter, order and return: a field, and how it is written for a variable. */
export interface Column {
  readonly field: Field;
  readonly of: (variable: string) => string;
}

/** The columns of a node or a relationship by their names. */
export type Columns = ReadonlyMap<string, Column>;

const nodes = new WeakMap<Graph, WeakMap<NodeDefinition, Columns>>();

/** A node's fields; those of an abstract one with the label and the key of the node that it is. */
export const columnsOf = (graph: Graph, definition: NodeDefinition): Columns => {
  const known = nodes.get(graph) ?? new WeakMap<NodeDefinition, Columns>();
  nodes.set(graph, known);
  const columns =
    known.get(definition) ??
    named([
      ...definition.fields.map(stored),
      ...(definition.traits.abstract ? abstractColumns(graph, definition) : []),
    ]);
  known.set(definition, columns);
  return columns;
};

const relationships = new WeakMap<Relationship, Columns>();

/** A relationship's own properties; `$type` is one of them where it has several types. */
export const linkColumns = (relationship: Relationship): Columns => {
  const columns =
    relationships.get(relationship) ??
    named([
      ...linkFields(relationship).map(stored),
      ...(typesOf(relationship).length > 1
        ? [{ field: textField('$type'), of: (variable: string) => `type(${variable})` }]
        : []),
    ]);
  relationships.set(relationship, columns);
  return columns;
};

/** What tells one node from all others: its key, beside it the label where several labels have keys. */
export const keyColumns = (graph: Graph, definition: NodeDefinition): readonly Column[] => {
  const columns = columnsOf(graph, definition);
  const names = definition.traits.abstract ? ['$key', '$label'] : [definition.key];
  return names.flatMap((name) => columns.get(name) ?? []);
};

const named = (columns: readonly Column[]): Columns =>
  new Map(columns.map((column) => [column.field.name, column]));

const stored = (field: Field): Column => ({ field, of: (variable) => property(variable, field.stored) });

const abstractColumns = (graph: Graph, abstract: NodeDefinition): readonly Column[] => {
  const concretes = concretesOf(graph, abstract);
  const byLabel = (variable: string, value: (concrete: NodeDefinition) => string) =>
    `CASE ${concretes.map((one) => `WHEN ${variable}:${quote(one.stored)} THEN ${value(one)}`).join(' ')} END`;
  return [
    {
      field: textField('$label'),
      of: (variable) => byLabel(variable, ({ label }) => JSON.stringify(label)),
    },
    {
      field: textField('$key'),
      of: (variable) => byLabel(variable, (one) => property(variable, keyField(one).stored)),
    },
  ];
};

/** The field of a node's key. */
export const keyField = (definition: NodeDefinition): Field => {
  const field = definition.fields.find(({ name }) => name === definition.key);
  if (!field) throw new TypeError(`${definition.label} has no key of its own.`);
  return field;
};

const textField = (name: string): Field => ({
  name,
  stored: name,
  kind: 'string',
  element: undefined,
  missing: undefined,
  optional: false,
  value: z.string(),
  encrypted: false,
  blind: undefined,
});
