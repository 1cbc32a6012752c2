export { concretesOf, defineGraph, type Graph, type LabelOf } from './define-graph.ts';
export { defineAbstract, defineNode, idPrefix } from './define-node.ts';
export type {
  CacheRule,
  NodeDefinition,
  Relationship,
  Relationships,
  SecondLabel,
  Timestamps,
  Traits,
  VectorIndex,
} from './definition.ts';
export { type Field, type FieldKind, isScalar, readField, type ScalarKind } from './field.ts';
export { linkFields, typesOf } from './relationship.ts';
export { createSchema, getSchema, listSchema } from './schemas.ts';
export type {
  AbstractKey,
  CreateOf,
  EntityOf,
  FindInput,
  IncludeOf,
  IncludeOptions,
  KeyOf,
  LinkInputOf,
  LinkOf,
  LinkWhere,
  LoadedOf,
  NestedCreateOf,
  NestedWrite,
  OrderByOf,
  Page,
  PatchOf,
  Projected,
  Projection,
  RelationshipName,
  RelationshipsOf,
  SelectOf,
  TargetOf,
} from './types.ts';
export type {
  Comparison,
  ExactComparison,
  FieldFilters,
  Filter,
  ListComparison,
  Presence,
  RelatedFilter,
  TextComparison,
  WhereOf,
} from './where-types.ts';
