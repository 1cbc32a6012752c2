import { z } from 'zod';
import type { Graph, LabelOf } from '../define-graph.ts';
import type { RemoveInput } from '../operation-types.ts';
import { keyShape } from './key.ts';
import { nodeOf, oncePerNode } from './node-of.ts';

/** The schema of what is to be removed, and of the version that the caller has seen. */
export const removeSchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<RemoveInput<G[L]>, RemoveInput<G[L]>> =>
  remove(graph, label) as z.ZodType<RemoveInput<G[L]>, RemoveInput<G[L]>>;

const remove = oncePerNode((graph, label) =>
  z.strictObject({ ...keyShape(graph, label), ...seenShape(graph, label) }),
);

/** The version that a caller has seen, where the node counts its changes. */
export const seenShape = (graph: Graph, label: string): z.ZodRawShape =>
  nodeOf(graph, label).traits.version ? { version: z.int().min(0).optional() } : {};
