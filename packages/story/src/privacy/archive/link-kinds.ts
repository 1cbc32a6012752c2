import { type Graph, type NodeDefinition, type Relationship, typesOf } from '@graphkeep/models';

/** Relationships of one name of an owned definition, told from one end only. */
export interface LinkKind {
  readonly name: string;
  readonly relationship: Relationship;
  /** The definition that has the name; where the relationship is `in`, it leads to it. */
  readonly own: NodeDefinition;
  readonly other: NodeDefinition;
}

/** Every relationship of what somebody owns, once, though both ends may define it. */
export const ownedLinkKinds = (graph: Graph): readonly LinkKind[] =>
  Object.values(graph)
    .filter(({ owner }) => owner !== undefined)
    .flatMap((own) =>
      Object.entries(own.relationships).flatMap(([name, relationship]) => {
        const other = graph[relationship.to];
        const kind = other && { name, relationship, own, other };
        return kind && !isToldByOther(kind) ? [kind] : [];
      }),
    );

const isToldByOther = ({ relationship, own, other }: LinkKind): boolean =>
  relationship.direction === 'in' &&
  other.owner !== undefined &&
  Object.values(other.relationships).some(
    (back) =>
      back.direction === 'out' &&
      back.to === own.label &&
      typesOf(back).some((type) => typesOf(relationship).includes(type)),
  );
