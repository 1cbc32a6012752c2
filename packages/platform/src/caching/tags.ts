import type { Change } from '@graphkeep/graph';
import { labelTag, tagName } from '@graphkeep/models';

/** What depends on one node. */
const nodeTag = (label: string, key: string): string => `${tagName(label)}:${key}`;

/** What depends on which nodes of a label an owner has, or on any of them; of what nobody owns, on any at all. */
const ownerTag = (label: string, owner: string | undefined): string =>
  owner === undefined ? labelTag(label) : `${tagName(label)}@${owner}`;

/** What a change ends: of the node, of its owner, and where a relationship is concerned of the other end too. */
export const tagsOf = ({ label, key, owner, other }: Change): readonly string[] => [
  nodeTag(label, key),
  ownerTag(label, owner),
  ...(other === undefined ? [] : [nodeTag(other.label, other.key), ownerTag(other.label, other.owner)]),
];
