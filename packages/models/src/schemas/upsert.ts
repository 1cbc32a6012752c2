import { z } from 'zod';
import type { Graph, LabelOf } from '../define-graph.ts';
import type { UpsertOf } from '../operation-types.ts';
import { createObject } from './create.ts';
import { fieldOf, nodeOf, oncePerNode } from './node-of.ts';
import { ownRun } from './own-run.ts';

/** The schema of what makes a node or changes it. What is left out stays left out: defaults are for new nodes only. */
export const upsertSchema = <G extends Graph, const L extends LabelOf<G>>(
  graph: G,
  label: L,
): z.ZodType<UpsertOf<G[L]>, UpsertOf<G[L]>> =>
  upsert(graph, label) as z.ZodType<UpsertOf<G[L]>, UpsertOf<G[L]>>;

const upsert = oncePerNode((graph, label) => {
  const node = nodeOf(graph, label);
  const removable = node.fields.filter(({ name, optional }) => optional && name in node.schema.shape);
  return unchanged(
    createObject(node).safeExtend({
      ...Object.fromEntries(removable.map(({ name, value }) => [name, z.nullable(value).optional()])),
      [node.key]: fieldOf(node, node.key).value,
    }),
  );
});

/** Says what is wrong with a value, and answers it as it came. */
const unchanged = <S extends z.ZodType>(schema: S): S =>
  ownRun(schema, (inner) => (payload, context) => {
    const given = payload.value;
    const kept = (result: typeof payload): typeof payload => {
      result.value = given;
      return result;
    };
    const result = inner(payload, context);
    return result instanceof Promise ? result.then(kept) : kept(result);
  });
