import {
  concretesOf,
  type Field,
  type Graph,
  linkFields,
  type NodeDefinition,
  typesOf,
} from '@graphkeep/models';

/** Relationships of one type between nodes of two definitions, as they lie in the store. */
export interface TransferKind {
  readonly id: string;
  readonly type: string;
  readonly from: NodeDefinition;
  readonly to: NodeDefinition;
  /** What its definitions, of either end, say of its own properties. */
  readonly fields: readonly Field[];
}

export const kindId = (from: string, type: string, to: string): string => JSON.stringify([from, type, to]);

/** Every kind once, though both ends may define it, and an abstract end stands for several. */
export const kindsOf = (graph: Graph): readonly TransferKind[] => {
  const kinds = new Map<string, TransferKind>();
  const add = (type: string, from: NodeDefinition, to: NodeDefinition, fields: readonly Field[]) => {
    const id = kindId(from.label, type, to.label);
    const known = kinds.get(id)?.fields ?? [];
    const names = new Set(known.map(({ stored }) => stored));
    kinds.set(id, {
      id,
      type,
      from,
      to,
      fields: [...known, ...fields.filter(({ stored }) => !names.has(stored))],
    });
  };
  for (const definition of Object.values(graph))
    for (const relationship of Object.values(definition.relationships))
      for (const type of typesOf(relationship))
        for (const own of concretes(graph, definition))
          for (const other of concretes(graph, graph[relationship.to])) {
            const fields = linkFields(relationship);
            if (relationship.direction !== 'in') add(type, own, other, fields);
            if (relationship.direction !== 'out') add(type, other, own, fields);
          }
  return [...kinds.values()];
};

const concretes = (graph: Graph, definition: NodeDefinition | undefined): readonly NodeDefinition[] => {
  if (!definition) return [];
  return definition.traits.abstract ? concretesOf(graph, definition) : [definition];
};
