import { ModelFactory, type Neogma, type NeogmaModel, type QueryRunner } from 'neogma';
import type { Graph, LabelOf } from '../define-graph.ts';
import type { NodeDefinition, Relationship } from '../definition.ts';
import { linkFields, typesOf } from '../relationship.ts';
import { checkFilters } from './check-filters.ts';
import { type BoundHost, ManagedRunner } from './managed-runner.ts';
import type { ModelOf } from './model-types.ts';
import { refuseRunnerWrites, refuseWrites } from './refuse-writes.ts';
import { storedSchema } from './stored-schema.ts';

export interface BindOptions {
  /**
   * What a model's own writes do. They know nothing of keys that are made, versions, owners, encryption or the journal.
   * @default 'refuse'
   */
  readonly writes?: 'refuse' | 'allow';
}

export interface Bound<G extends Graph> {
  readonly models: { readonly [L in LabelOf<G>]: ModelOf<G, L> };
  /** For Neogma's query builder: `new QueryBuilder()….run(queryRunner)`. */
  readonly queryRunner: QueryRunner;
}

type Model = NeogmaModel<Record<string, string>, object>;

/**
 * Real Neogma models of a graph's nodes, over a driver that is open already. They show the database as it is: stored
 * names and values, ciphertexts, removed nodes, the nodes of every owner.
 *
 * @example
 * const { models } = bindNeogma(storyGraph, { driver });
 * const characters = await models.Character.findMany({ where: { name: 'Ada' }, relationships: { memories: { limit: 5 } } });
 */
export const bindNeogma = <G extends Graph>(
  graph: G,
  host: BoundHost,
  { writes = 'refuse' }: BindOptions = {},
): Bound<G> => {
  const allowed = writes === 'allow';
  const queryRunner = new ManagedRunner(host, allowed);
  // A Neogma of its own would open a second driver, and make its runner the one of every query builder in the process.
  const neogma = { queryRunner, modelsByName: {} } as unknown as Neogma;
  const nodes: readonly NodeDefinition[] = Object.values(graph);
  const models = new Map(nodes.map((node) => [node.label, modelOf(node, neogma, allowed)]));
  for (const node of nodes) relateModels(node, models);
  for (const [label, model] of models) {
    checkFilters(label, model);
    if (!allowed) refuseWrites(label, model);
  }
  if (!allowed) refuseRunnerWrites(queryRunner);
  return { models: Object.fromEntries(models) as unknown as Bound<G>['models'], queryRunner };
};

const modelOf = (node: NodeDefinition, neogma: Neogma, writes: boolean): Model => {
  const always = node.labels.filter(({ when }) => when === undefined).map(({ label }) => label);
  const parameters = {
    // What is made must have every label; what is found may be older than the second ones.
    label: writes ? [node.stored, ...always] : node.stored,
    schema: Object.fromEntries(node.fields.map((field) => [field.stored, storedSchema(field)])),
    ...(!node.traits.abstract && { primaryKeyField: storedKey(node) }),
  };
  return ModelFactory<Record<string, string>>(parameters, neogma);
};

const storedKey = ({ fields, key }: NodeDefinition): string =>
  fields.find(({ name }) => name === key)?.stored ?? key;

const relateModels = (node: NodeDefinition, models: ReadonlyMap<string, Model>): void => {
  for (const [name, relationship] of Object.entries(node.relationships)) {
    const target = models.get(relationship.to);
    if (!target) throw new TypeError(`This graph has no node ${relationship.to}.`);
    const types = typesOf(relationship);
    for (const type of types) {
      const alias = typeof relationship.type === 'string' ? name : `${name}_${type}`;
      const { direction } = relationship;
      const related = { model: target, name: type, direction, properties: propertiesOf(relationship) };
      models.get(node.label)?.addRelationships({ [alias]: related });
    }
  }
};

const propertiesOf = (relationship: Relationship) =>
  Object.fromEntries(
    linkFields(relationship).map((field) => [
      field.name,
      { property: field.stored, schema: storedSchema(field) },
    ]),
  );
