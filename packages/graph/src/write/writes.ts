import { GraphkeepError } from '@graphkeep/core';
import {
  type CreateOf,
  createSchema,
  type EntityOf,
  type Graph,
  type KeyOf,
  type LabelOf,
  type NodeDefinition,
  type RelationshipName,
  type TargetOf,
} from '@graphkeep/models';
import { decodeRow, type Entity } from '../decode.ts';
import type { Ground } from '../ground.ts';
import { assertOwner, invalid, withKey } from '../repository-input.ts';
import { createStatement, relateStatement } from '../statements/write.ts';

export interface Writes<G extends Graph, L extends LabelOf<G>> {
  create(input: CreateOf<G[L]>): Promise<EntityOf<G[L]>>;
  /** Joins a node to another, once; properties of a relationship that exists are set anew. */
  relate<const A extends RelationshipName<G, L>>(
    from: KeyOf<G[L]>,
    relationship: A,
    to: KeyOf<G[TargetOf<G, L, A>]>,
    properties?: Readonly<Record<string, unknown>>,
  ): Promise<void>;
}

/** The same writes before their definition gives them types. */
export interface UntypedWrites {
  create(input: object): Promise<Entity>;
  relate(from: Entity, name: string, to: Entity, properties?: object): Promise<void>;
}

export const openWrites = (ground: Ground, definition: NodeDefinition): UntypedWrites => {
  const { codec, owner } = ground;
  const schema = createSchema(definition);
  return {
    create: async (input) => {
      const parsed = schema.safeParse(input);
      if (!parsed.success) throw invalid(definition, parsed.error);
      const now = ground.now();
      const values = withKey(definition, { ...parsed.data, createdAt: now, updatedAt: now });
      assertOwner(definition, values, owner);
      const { rows } = await ground.transaction('write', (run) =>
        run(createStatement(definition, values, codec)),
      );
      return decodeRow(definition, rows[0] ?? [], codec);
    },

    relate: async (from, name, to, properties = {}) => {
      const relationship = definition.relationships[name];
      const target = relationship && ground.graph[relationship.to];
      if (!relationship || !target)
        throw new GraphkeepError('invalid_input', `${definition.label} has no relationship ${name}.`);
      const parsed = relationship.properties?.safeParse(properties);
      if (parsed && !parsed.success) throw invalid(definition, parsed.error);
      const parts = {
        name,
        from: definition,
        fromKey: from[definition.key],
        relationship,
        to: target,
        toKey: to[target.key],
        properties: parsed?.data ?? {},
      };
      const { rows } = await ground.transaction('write', (run) => run(relateStatement(parts, owner, codec)));
      if (String(rows[0]?.[0]) !== '1')
        throw new GraphkeepError(
          'not_found',
          `There is no such ${definition.label}, or no such ${target.label}.`,
        );
    },
  };
};
