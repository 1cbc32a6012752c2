import type { Graph, NodeDefinition } from '@graphkeep/models';
import type { Engine, Statement } from './engine/engine.ts';
import { property, quote } from './statements/cypher.ts';

/** character_id for the key of Character, player_username for the unique username of Player. */
const constraintName = (definition: NodeDefinition, field: string): string =>
  `${definition.label.toLowerCase()}_${field === definition.key ? 'id' : field}`;

const statement = (text: string): Statement => ({ text, params: {}, operation: 'schema' });

/** What a graph's definitions ask of the store: constraints, and the indexes that its reads stand on. */
const schemaStatements = (graph: Graph, kind: Engine['kind']): readonly Statement[] =>
  Object.values(graph).flatMap((definition) => {
    const label = quote(definition.label);
    const index = (fields: readonly string[]) =>
      statement(
        `CREATE INDEX ${quote(`${definition.label.toLowerCase()}_${fields.join('_')}`)} IF NOT EXISTS FOR (n:${label}) ON (${fields.map((field) => property('n', field)).join(', ')})`,
      );
    const unique = [definition.key, ...definition.unique];
    return [
      ...unique.map((field) =>
        statement(
          `CREATE CONSTRAINT ${quote(constraintName(definition, field))} IF NOT EXISTS FOR (n:${label}) REQUIRE ${property('n', field)} IS UNIQUE`,
        ),
      ),
      // The embedded engine's constraints bring no index of their own.
      ...(kind === 'embedded' ? unique.map((field) => index([field])) : []),
      ...definition.indexes.map(index),
    ];
  });

/** Makes what is missing; what is there stays as it is. */
export const defineSchema = async (engine: Engine, graph: Graph, signal: AbortSignal): Promise<void> => {
  for (const one of schemaStatements(graph, engine.kind)) await engine.define(one, signal);
};
