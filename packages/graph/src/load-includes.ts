import { limits } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import { type Graph, linkFields, type NodeDefinition } from '@graphkeep/models';
import { decodeMap, type Entity } from './decode.ts';
import type { Codec, Run } from './engine/engine.ts';
import { type Hop, includeStatement, LINK } from './statements/include.ts';
import type { Owner } from './statements/where.ts';

export interface IncludeContext {
  readonly graph: Graph;
  readonly owner: Owner;
  readonly codec: Codec;
  readonly run: Run;
}

/** Puts what an include names into the entities: one statement a relationship, however many entities there are. */
export const loadIncludes = async (
  context: IncludeContext,
  definition: NodeDefinition,
  entities: readonly Entity[],
  include: object,
  depth = 1,
): Promise<void> => {
  if (depth > limits.maxIncludeDepth)
    throw new GraphkeepError('invalid_input', `Includes go ${limits.maxIncludeDepth} levels deep at most.`, {
      field: 'include',
    });
  for (const [name, asked] of Object.entries(include)) {
    if (asked === undefined) continue;
    const { limit, inner } = optionsOf(asked);
    const hop = hopOf(context.graph, definition, name, limit);
    const related = await loadHop(context, hop, entities);
    if (inner && related.length > 0) await loadIncludes(context, hop.to, related, inner, depth + 1);
  }
};

/** Sets the relationship's property of every entity, and answers all that was loaded. */
const loadHop = async (
  { owner, codec, run }: IncludeContext,
  hop: Hop,
  entities: readonly Entity[],
): Promise<readonly Entity[]> => {
  const one = hop.relationship.one === true;
  const keys = [...new Set(entities.map((entity) => entity[hop.from.key]))];
  const { rows } = keys.length > 0 ? await run(includeStatement(hop, keys, owner, codec)) : { rows: [] };
  const byKey = new Map(rows.map(([key, items]) => [key, Array.isArray(items) ? items : []]));
  const loaded: Entity[] = [];
  for (const entity of entities) {
    const related = (byKey.get(entity[hop.from.key]) ?? []).map((stored) =>
      decodeRelated(hop, stored, codec),
    );
    loaded.push(...related);
    entity[hop.name] = one ? (related[0] ?? null) : related;
  }
  return loaded;
};

const decodeRelated = (hop: Hop, stored: Readonly<Record<string, unknown>>, codec: Codec): Entity => {
  const entity = decodeMap(hop.to.fields, stored, codec);
  if (hop.relationship.properties)
    entity['$link'] = decodeMap(linkFields(hop.relationship), stored, codec, LINK);
  return entity;
};

const hopOf = (graph: Graph, from: NodeDefinition, name: string, limit: number): Hop => {
  const relationship = Object.hasOwn(from.relationships, name) ? from.relationships[name] : undefined;
  const to = relationship && graph[relationship.to];
  if (!relationship || !to)
    throw new GraphkeepError('invalid_input', `${from.label} has no relationship ${name}.`, {
      field: `include.${name}`,
    });
  return { name, from, relationship, to, limit: relationship.one ? 1 : limit };
};

const optionsOf = (asked: unknown): { limit: number; inner: object | undefined } => {
  if (asked === true) return { limit: limits.includeSize, inner: undefined };
  if (typeof asked !== 'object' || asked === null)
    throw new GraphkeepError('invalid_input', 'An include is true, or an object with limit and include.', {
      field: 'include',
    });
  const limit = 'limit' in asked && asked.limit !== undefined ? asked.limit : limits.includeSize;
  const inner =
    'include' in asked && typeof asked.include === 'object' && asked.include !== null
      ? asked.include
      : undefined;
  if (!Number.isInteger(limit) || Number(limit) < 1 || Number(limit) > limits.maxIncludeSize)
    throw new GraphkeepError('invalid_input', `The limit of an include is 1 to ${limits.maxIncludeSize}.`, {
      field: 'include',
    });
  return { limit: Number(limit), inner };
};
