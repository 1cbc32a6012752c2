export { concretesOf, defineGraph, type Graph, type LabelOf } from './define-graph.ts';
export { defineAbstract, defineNode, idPrefix } from './define-node.ts';
export { defineReadModel, type ReadModel, type ReadModelOf } from './define-read-model.ts';
export type {
  AbstractTraits,
  CacheRule,
  NodeDefinition,
  Relationship,
  Relationships,
  SecondLabel,
  Timestamps,
  Traits,
  TraitsOf,
  VectorIndex,
} from './definition.ts';
export { type Field, type FieldKind, isScalar, readField, type ScalarKind } from './field.ts';
export { linkFields, typesOf } from './relationship.ts';
export { createSchema, nestedCreateSchema } from './schemas/create.ts';
export { entitySchema } from './schemas/entity.ts';
export { keySchema } from './schemas/key.ts';
export { patchSchema } from './schemas/patch.ts';
export { type GetInput, getSchema, listSchema } from './schemas/read.ts';
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
  Equality,
  ExactComparison,
  FieldFilters,
  Filter,
  ListComparison,
  Presence,
  RelatedFilter,
  TextComparison,
  WhereOf,
} from './where-types.ts';
