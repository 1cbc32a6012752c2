import type { Graph, NodeDefinition } from '@graphkeep/models';

/** A definition whose nodes belong to somebody, and the property that says to whom. */
export interface OwnedDefinition {
  readonly definition: NodeDefinition;
  readonly owner: string;
  /** Whether its nodes are the owners themselves. */
  readonly isOwner: boolean;
}

/** All that a graph holds of somebody. The owners themselves come last: while there is one, there may be more of theirs. */
export const ownedDefinitions = (graph: Graph): readonly OwnedDefinition[] =>
  Object.values(graph)
    .flatMap((definition) =>
      definition.owner === undefined || definition.traits.abstract
        ? []
        : [{ definition, owner: definition.owner, isOwner: definition.owner === definition.key }],
    )
    .sort((a, b) => Number(a.isOwner) - Number(b.isOwner));
