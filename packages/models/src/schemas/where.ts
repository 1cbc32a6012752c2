import { limits } from '@graphkeep/contract';
import { z } from 'zod';
import type { Graph } from '../define-graph.ts';
import type { NodeDefinition, Relationship } from '../definition.ts';
import { type Field, knownField } from '../field.ts';
import { typesOf } from '../relationship.ts';
import { bounded, type Excess } from './bounded.ts';
import { isPlain, oneOrMany } from './branch.ts';
import { filterShape } from './filter.ts';
import { linkFieldsAndType } from './link.ts';
import { nodeOf, oncePerNode } from './node-of.ts';
import { schemaNames } from './schema-names.ts';

/** The filter of a node, of what it is related to, and of both joined by AND, OR and NOT. */
export const whereSchema = oncePerNode((graph, label) =>
  bounded(
    z.lazy(() => where(graph, label)),
    excess,
  ),
);

/** The filter of related nodes, with one of the relationship itself under `$link`. */
export const relatedWhereSchema = (graph: Graph, relationship: Relationship): z.ZodType =>
  bounded(
    z.lazy(() => relatedWhere(graph, relationship)),
    excess,
  );

/** What can be named of a node: its fields, and of an abstract one also which node it is. */
export const fieldsOf = (node: NodeDefinition): readonly Field[] => {
  if (!node.traits.abstract) return node.fields;
  const text = z.string();
  return [...node.fields, ...['$label', '$key'].map((name) => knownField(name, text))];
};

const where = oncePerNode((graph, label) => {
  const node = nodeOf(graph, label);
  const related = Object.entries(node.relationships).map(
    ([name, relationship]) =>
      [name, z.exactOptional(z.lazy(() => relatedFilter(graph, relationship)))] as const,
  );
  const self = z.lazy(() => where(graph, label));
  const list = z.array(self).min(1, 'must hold at least one filter');
  return z
    .strictObject({
      ...filterShape(fieldsOf(node)),
      ...Object.fromEntries(related),
      AND: z.exactOptional(list),
      OR: z.exactOptional(list),
      NOT: z.exactOptional(oneOrMany(self)),
    })
    .register(schemaNames, { name: `${label}Where` });
});

const relatedFilter = (graph: Graph, relationship: Relationship): z.ZodType => {
  const related = z.exactOptional(z.lazy(() => relatedWhere(graph, relationship)));
  return z
    .strictObject({ some: related, none: related, every: related })
    .refine((filter) => Object.keys(filter).length > 0, 'must name some, none or every');
};

const relatedWheres = new WeakMap<Graph, WeakMap<Relationship, z.ZodType>>();

const relatedWhere = (graph: Graph, relationship: Relationship): z.ZodType => {
  const known = relatedWheres.get(graph) ?? new WeakMap<Relationship, z.ZodType>();
  relatedWheres.set(graph, known);
  const schema = known.get(relationship) ?? makeRelatedWhere(graph, relationship);
  known.set(relationship, schema);
  return schema;
};

const makeRelatedWhere = (graph: Graph, relationship: Relationship): z.ZodType => {
  const target = where(graph, relationship.to);
  const link = filterShape(linkFieldsAndType(relationship));
  if (!(target instanceof z.ZodObject) || Object.keys(link).length === 0) return target;
  return z
    .strictObject({ ...target.shape, $link: z.exactOptional(z.strictObject(link)) })
    .register(schemaNames, { name: `${relationship.to}Where.${typesOf(relationship).join('.')}` });
};

const quantifiers = ['some', 'none', 'every'];

/** Every AND, OR, NOT and every step to related nodes is one level. */
const excess = (filter: unknown): Excess | undefined => {
  let conditions = 0;
  const look = (value: unknown, depth: number, path: PropertyKey[]): Excess | undefined => {
    if (depth > limits.maxWhereDepth)
      return { path, message: `filters go ${limits.maxWhereDepth} levels deep at most` };
    if (Array.isArray(value))
      return first(value.entries(), (one, index) => look(one, depth, [...path, index]));
    if (!isPlain(value)) return undefined;
    return first(Object.entries(value), (inner, name) => {
      if (++conditions > limits.maxWhereConditions)
        return { path, message: `a filter has ${limits.maxWhereConditions} conditions at most` };
      if (name === 'AND' || name === 'OR' || name === 'NOT') return look(inner, depth + 1, [...path, name]);
      if (!isPlain(inner)) return undefined;
      return first(quantifiers.filter((quantifier) => quantifier in inner).entries(), (quantifier) =>
        look(inner[quantifier], depth + 1, [...path, name, quantifier]),
      );
    });
  };
  return look(filter, 0, []);
};

const first = <K, V>(
  entries: Iterable<readonly [K, V]>,
  look: (value: V, key: K) => Excess | undefined,
): Excess | undefined => {
  for (const [key, value] of entries) {
    const found = look(value, key);
    if (found) return found;
  }
  return undefined;
};
