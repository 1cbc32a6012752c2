import { limits } from '@graphkeep/contract';
import { z } from 'zod';
import type { CountInput, GroupInput, Measures, ScalarFieldOf } from '../aggregate-types.ts';
import type { Graph, LabelOf } from '../define-graph.ts';
import { type Field, isScalar } from '../field.ts';
import type { EntityOf } from '../types.ts';
import { nodeOf, oncePerNode } from './node-of.ts';
import { countShape } from './read.ts';
import { fieldsOf } from './where.ts';

type AggregateInput<G extends Graph, L extends LabelOf<G>> = Measures<EntityOf<G[L]>> & CountInput<G, L>;
type GroupByInput<G extends Graph, L extends LabelOf<G>> = Measures<EntityOf<G[L]>> &
  GroupInput<G, L, ScalarFieldOf<EntityOf<G[L]>>, Measures<EntityOf<G[L]>>>;

/** The schema of figures to be worked out of many nodes. */
export const aggregateSchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<AggregateInput<G, L>, AggregateInput<G, L>> =>
  aggregate(graph, label) as z.ZodType<AggregateInput<G, L>, AggregateInput<G, L>>;

/** The same for groups of nodes. */
export const groupSchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<GroupByInput<G, L>, GroupByInput<G, L>> =>
  group(graph, label) as z.ZodType<GroupByInput<G, L>, GroupByInput<G, L>>;

const aggregate = oncePerNode((graph, label) =>
  z
    .strictObject({ ...countShape(graph, label), ...measureShape(graph, label) })
    .refine(
      (input) => measures.some((name) => name in input),
      `must ask for one of ${['count', 'countDistinct', 'sum', 'avg', 'min', 'max'].join(', ')}`,
    ),
);

const group = oncePerNode((graph, label) => {
  const fields = fieldsOf(nodeOf(graph, label)).filter(isDistinct);
  const perMeasure = (count: z.ZodType, figure: (field: Field) => z.ZodType) =>
    measuresWith(graph, label, count, (names) =>
      z.strictObject(Object.fromEntries(names.map((field) => [field.name, figure(field).optional()]))),
    );
  const comparison = (value: z.ZodType) =>
    z.union([value, z.strictObject(Object.fromEntries(comparisons.map((name) => [name, value.optional()])))]);
  const direction = z.enum(['asc', 'desc']);
  return z.strictObject({
    ...countShape(graph, label),
    ...measureShape(graph, label),
    by: namesSchema(fields),
    having: z
      .strictObject(
        perMeasure(comparison(z.number()), () => comparison(z.union([z.number(), z.string(), z.date()]))),
      )
      .optional(),
    orderBy: z
      .strictObject({
        ...perMeasure(direction, () => direction),
        by: z
          .strictObject(Object.fromEntries(fields.map(({ name }) => [name, direction.optional()])))
          .optional(),
      })
      .optional(),
    limit: z.int().min(1).max(limits.maxItems).optional(),
  });
});

const comparisons = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'];
const measures = ['count', 'countDistinct', 'sum', 'avg', 'min', 'max'];

const measureShape = (graph: Graph, label: string): z.ZodRawShape =>
  measuresWith(graph, label, z.literal(true), namesSchema);

const measuresWith = (
  graph: Graph,
  label: string,
  count: z.ZodType,
  of: (fields: readonly Field[]) => z.ZodType,
): z.ZodRawShape => {
  const fields = fieldsOf(nodeOf(graph, label));
  const numbers = fields.filter(isNumber);
  const ordered = fields.filter((field) => isDistinct(field) && field.kind !== 'boolean');
  const shape = (name: string, suitable: readonly Field[]) =>
    suitable.length === 0 ? {} : { [name]: of(suitable).optional() };
  return {
    count: count.optional(),
    ...shape('countDistinct', fields.filter(isDistinct)),
    ...shape('sum', numbers),
    ...shape('avg', numbers),
    ...shape('min', ordered),
    ...shape('max', ordered),
  };
};

const namesSchema = (fields: readonly Field[]): z.ZodType =>
  z
    .array(z.enum(fields.map(({ name }) => name)))
    .min(1, 'must name at least one field')
    .max(fields.length);

const isNumber = ({ kind, encrypted }: Field): boolean =>
  (kind === 'integer' || kind === 'float') && !encrypted;
const isDistinct = ({ kind, encrypted }: Field): boolean => isScalar(kind) && !encrypted;
