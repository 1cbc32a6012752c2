import type { Change } from '@graphkeep/graph';

/** `TherapeuticGoal` is `therapeuticGoal` in a tag. */
const camel = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);

/** What depends on one node. */
const nodeTag = (label: string, key: string): string => `${camel(label)}:${key}`;

/** What depends on which nodes of a label an owner has, or on any of them. */
const ownerTag = (label: string, owner: string): string => `${camel(label)}@${owner}`;

/** What a change ends: of the node, of its owner, and where a relationship is concerned of the other end too. */
export const tagsOf = ({ label, key, owner, other }: Change): readonly string[] => [
  nodeTag(label, key),
  ...(owner === undefined ? [] : [ownerTag(label, owner)]),
  ...(other === undefined ? [] : [nodeTag(other.label, other.key)]),
  ...(other?.owner === undefined ? [] : [ownerTag(other.label, other.owner)]),
];
