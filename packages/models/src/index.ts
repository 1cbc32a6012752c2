export type {
  CountInput,
  GroupInput,
  GroupOf,
  Measured,
  Measures,
  ScalarFieldOf,
} from './aggregate-types.ts';
export { concretesOf, defineGraph, type Graph, type LabelOf } from './define-graph.ts';
export { defineAbstract, defineNode, idPrefix } from './define-node.ts';
export { defineReadModel, type ReadModel, type ReadModelOf } from './define-read-model.ts';
export { defineRollup, type RollupDefinition } from './define-rollup.ts';
export {
  defineSeries,
  type RowInputOf,
  type RowOf,
  type SeriesDefinition,
  type SeriesIndex,
} from './define-series.ts';
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
export { labelTag, tagName } from './label-tag.ts';
export type {
  CreateManyInput,
  GetManyInput,
  Hit,
  PatchInput,
  RelateInput,
  RemoveInput,
  SearchInput,
  UnrelateInput,
  UpsertOf,
} from './operation-types.ts';
export { linkFields, typesOf } from './relationship.ts';
export { aggregateSchema, groupSchema } from './schemas/aggregate.ts';
export { createManySchema, createSchema, nestedCreateSchema } from './schemas/create.ts';
export { entitySchema } from './schemas/entity.ts';
export { keySchema } from './schemas/key.ts';
export { patchInputSchema, patchSchema } from './schemas/patch.ts';
export {
  countSchema,
  type GetInput,
  getManySchema,
  getSchema,
  listSchema,
  searchSchema,
} from './schemas/read.ts';
export { relateSchema, unrelateSchema } from './schemas/relate.ts';
export { removeSchema } from './schemas/remove.ts';
export { schemaNames } from './schemas/schema-names.ts';
export { upsertSchema } from './schemas/upsert.ts';
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
