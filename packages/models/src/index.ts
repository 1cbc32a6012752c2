export { defineGraph, type Graph, type LabelOf } from './define-graph.ts';
export {
  defineNode,
  idPrefix,
  type NodeDefinition,
  type Relationship,
  type Relationships,
  type Timestamps,
} from './define-node.ts';
export { type Field, type FieldKind, isScalar, readField } from './field.ts';
export { createSchema, getSchema, listSchema, storedFields } from './schemas.ts';
export type {
  Comparison,
  CreateOf,
  EntityOf,
  Filter,
  IncludeOf,
  IncludeOptions,
  KeyOf,
  ListInput,
  LoadedOf,
  OrderByOf,
  Page,
  TextComparison,
  WhereOf,
} from './types.ts';
