import { concretesOf, type Graph, type NodeDefinition } from '@graphkeep/models';
import { type Parameters, property, quote } from './cypher.ts';

/** The owner whose nodes alone a caller may see; undefined where the caller may see all. */
export type Owner = string | undefined;

/** What a statement may see. */
export interface Scope {
  readonly graph: Graph;
  readonly owner: Owner;
}

/** Ownership as a condition: nothing for shared nodes and for callers who see all. */
const owned = (
  variable: string,
  definition: NodeDefinition,
  owner: Owner,
  parameters: Parameters,
): string[] => {
  const field = definition.fields.find(({ name }) => name === definition.owner);
  return owner === undefined || !field
    ? []
    : [`${property(variable, field.stored)} = ${parameters.raw(owner)}`];
};

/**
 * Everything that hides a node from a caller, whatever is asked: the owner, removal, and for an abstract node a label that
 * the graph does not know. It belongs into every pattern that finds a node.
 */
export const visible = (
  variable: string,
  definition: NodeDefinition,
  { graph, owner }: Scope,
  parameters: Parameters,
  withDeleted = false,
): string[] => [
  ...owned(variable, definition, owner, parameters),
  ...(definition.traits.abstract
    ? [
        `(${concretesOf(graph, definition)
          .map((one) => isConcrete(variable, one, withDeleted))
          .join(' OR ')})`,
      ]
    : withDeleted
      ? []
      : present(variable, definition)),
];

const isConcrete = (variable: string, concrete: NodeDefinition, withDeleted: boolean): string => {
  const all = [
    `${variable}:${quote(concrete.stored)}`,
    ...(withDeleted ? [] : present(variable, concrete)),
  ].join(' AND ');
  return all.includes(' AND ') ? `(${all})` : all;
};

/** That a node was not removed, where removal keeps it. */
const present = (variable: string, definition: NodeDefinition): string[] => {
  if (!definition.traits.softDelete) return [];
  const field = definition.fields.find(({ name }) => name === 'deletedAt');
  return [`${property(variable, field?.stored ?? 'deletedAt')} IS NULL`];
};
