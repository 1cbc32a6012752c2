import type { z } from 'zod';
import type { Graph } from '../define-graph.ts';
import type { NodeDefinition } from '../definition.ts';
import type { Field } from '../field.ts';

export const nodeOf = (graph: Graph, label: string): NodeDefinition => {
  const node = graph[label];
  if (!node) throw new TypeError(`This graph has no node ${label}.`);
  return node;
};

export const fieldOf = (node: NodeDefinition, name: string): Field => {
  const field = node.fields.find((one) => one.name === name);
  if (!field) throw new TypeError(`${node.label} has no field ${name}.`);
  return field;
};

/** Schemas are costly to build and cheap to keep: each is made when it is first asked for, once a graph and label. */
export const oncePerNode = (make: (graph: Graph, label: string) => z.ZodType) => {
  const graphs = new WeakMap<Graph, Map<string, z.ZodType>>();
  return (graph: Graph, label: string): z.ZodType => {
    const known = graphs.get(graph) ?? new Map<string, z.ZodType>();
    graphs.set(graph, known);
    const schema = known.get(label) ?? make(graph, label);
    known.set(label, schema);
    return schema;
  };
};
