import type { Driver } from 'neo4j-driver';
import { isNode, isRelationship } from 'neo4j-driver';
import { textOf } from './value.ts';

export const KINDS = ['nodes', 'relationships', 'labels', 'properties'] as const;

/** Everything in a graph, each thing as one text that holds its identity. */
export type Contents = Readonly<Record<(typeof KINDS)[number], ReadonlySet<string>>>;

export const EMPTY: Contents = {
  nodes: new Set(),
  relationships: new Set(),
  labels: new Set(),
  properties: new Set(),
};

export const contentsOf = async (driver: Driver): Promise<Contents> => {
  const contents = {
    nodes: new Set<string>(),
    relationships: new Set<string>(),
    labels: new Set<string>(),
    properties: new Set<string>(),
  };
  const nodes = await driver.executeQuery('MATCH (n) RETURN n AS one');
  const relationships = await driver.executeQuery('MATCH ()-[r]->() RETURN r AS one');
  for (const record of [...nodes.records, ...relationships.records]) {
    const entity: unknown = record.get('one');
    if (isNode(entity)) {
      contents.nodes.add(entity.elementId);
      for (const label of entity.labels) contents.labels.add(label);
    } else if (isRelationship(entity)) contents.relationships.add(entity.elementId);
    else continue;
    for (const [key, value] of Object.entries(entity.properties))
      contents.properties.add(`${entity.elementId} ${key} ${textOf(value)}`);
  }
  return contents;
};

export const differences = (
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
): Readonly<Record<'+' | '-', number>> => ({
  '+': [...after].filter((one) => !before.has(one)).length,
  '-': [...before].filter((one) => !after.has(one)).length,
});
