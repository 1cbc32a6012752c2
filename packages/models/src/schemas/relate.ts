import { z } from 'zod';
import type { Graph, LabelOf } from '../define-graph.ts';
import type { RelateInput, UnrelateInput } from '../operation-types.ts';
import { typesOf } from '../relationship.ts';
import type { RelationshipName } from '../types.ts';
import { keyShape } from './key.ts';
import { linkSchema } from './link.ts';
import { nodeOf, oncePerNode } from './node-of.ts';

type AnyRelate<G extends Graph, L extends LabelOf<G>> = RelateInput<G, L, RelationshipName<G, L>>;
type AnyUnrelate<G extends Graph, L extends LabelOf<G>> = UnrelateInput<G, L, RelationshipName<G, L>>;

/** The schema of two nodes that are to be joined, and by which relationship. */
export const relateSchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<AnyRelate<G, L>, AnyRelate<G, L>> =>
  relate(graph, label) as z.ZodType<AnyRelate<G, L>, AnyRelate<G, L>>;

/** The schema of two nodes that are to be parted. */
export const unrelateSchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<AnyUnrelate<G, L>, AnyUnrelate<G, L>> =>
  unrelate(graph, label) as z.ZodType<AnyUnrelate<G, L>, AnyUnrelate<G, L>>;

const relate = oncePerNode((graph, label) =>
  byRelationship(graph, label, (relationship) => {
    const $link = linkSchema(relationship);
    return $link === undefined ? {} : { $link };
  }),
);

const unrelate = oncePerNode((graph, label) =>
  byRelationship(graph, label, (relationship) => {
    const types = typesOf(relationship);
    return types.length === 1 ? {} : { $type: z.enum(types).optional() };
  }),
);

const byRelationship = (
  graph: Graph,
  label: string,
  beside: (relationship: Parameters<typeof linkSchema>[0]) => z.ZodRawShape,
): z.ZodType => {
  const from = z.strictObject(keyShape(graph, label));
  const options = Object.entries(nodeOf(graph, label).relationships).map(([name, relationship]) =>
    z.strictObject({
      from,
      relationship: z.literal(name),
      to: z.strictObject(keyShape(graph, relationship.to)),
      ...beside(relationship),
    }),
  );
  const [first, ...rest] = options;
  return first
    ? z.discriminatedUnion('relationship', [first, ...rest])
    : z.never(`${label} has no relationship`);
};
