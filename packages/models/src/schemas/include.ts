import { limits } from '@graphkeep/contract';
import { z } from 'zod';
import type { Graph } from '../define-graph.ts';
import type { Relationship } from '../definition.ts';
import { bounded, type Excess } from './bounded.ts';
import { branch, isPlain } from './branch.ts';
import { linkFieldsAndType } from './link.ts';
import { nodeOf, oncePerNode } from './node-of.ts';
import { orderByShape } from './order-by.ts';
import { schemaNames } from './schema-names.ts';
import { fieldsOf, relatedWhereSchema } from './where.ts';

/** Which relationships to load, to a depth. */
export const includeSchema = oncePerNode((graph, label) =>
  bounded(
    z.lazy(() => include(graph, label)),
    excess,
  ),
);

/** The fields that are wanted, or those that are not: one of the two. */
export const projectionShape = (graph: Graph, label: string) => {
  const names = fieldsOf(nodeOf(graph, label)).map(({ name }) => [name, z.literal(true).optional()]);
  const fields: z.ZodType = z.strictObject(Object.fromEntries(names));
  return { select: fields.optional(), omit: fields.optional() };
};

export const oneProjection = ({ select, omit }: { select?: unknown; omit?: unknown }): boolean =>
  select === undefined || omit === undefined;
export const oneProjectionProblem = 'takes select or omit, not both';

const include = oncePerNode((graph, label) =>
  z
    .strictObject(
      Object.fromEntries(
        Object.entries(nodeOf(graph, label).relationships).map(([name, relationship]) => [
          name,
          z.lazy(() => included(graph, relationship)).optional(),
        ]),
      ),
    )
    .register(schemaNames, { name: `${label}Include` }),
);

const included = (graph: Graph, relationship: Relationship): z.ZodType => {
  const { to } = relationship;
  const link = orderByShape(linkFieldsAndType(relationship));
  const options = z
    .strictObject({
      where: relatedWhereSchema(graph, relationship).optional(),
      orderBy: z
        .strictObject({
          ...orderByShape(fieldsOf(nodeOf(graph, to))),
          ...(Object.keys(link).length > 0 && { $link: z.strictObject(link).optional() }),
        })
        .optional(),
      limit: z.int().min(1).max(limits.maxIncludeSize).optional(),
      include: z.lazy(() => include(graph, to)).optional(),
      ...projectionShape(graph, to),
    })
    .refine(oneProjection, oneProjectionProblem);
  const all = z.literal(true);
  return branch([all, options], (value) => (isPlain(value) ? options : all));
};

const excess = (input: unknown): Excess | undefined => {
  let count = 0;
  const look = (level: unknown, depth: number, path: PropertyKey[]): Excess | undefined => {
    if (!isPlain(level)) return undefined;
    if (depth > limits.maxIncludeDepth)
      return { path, message: `includes go ${limits.maxIncludeDepth} levels deep at most` };
    for (const [name, options] of Object.entries(level)) {
      if (++count > limits.maxIncludes)
        return { path, message: `one read includes ${limits.maxIncludes} relationships at most` };
      const found = isPlain(options) && look(options['include'], depth + 1, [...path, name, 'include']);
      if (found) return found;
    }
    return undefined;
  };
  return look(input, 1, []);
};
