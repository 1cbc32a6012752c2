import { z } from 'zod';
import { concretesOf, type Graph, type LabelOf } from '../define-graph.ts';
import type { KeyOf } from '../types.ts';
import { fieldOf, nodeOf } from './node-of.ts';

/** The schema of what finds one node. */
export const keySchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<KeyOf<G[L]>, KeyOf<G[L]>> =>
  z.strictObject(keyShape(graph, label)) as unknown as z.ZodType<KeyOf<G[L]>, KeyOf<G[L]>>;

export const keyShape = (graph: Graph, label: string): z.ZodRawShape => {
  const node = nodeOf(graph, label);
  return node.traits.abstract
    ? { $label: z.enum(concretesOf(graph, node).map((concrete) => concrete.label)), $key: z.string().min(1) }
    : { [node.key]: fieldOf(node, node.key).value };
};
