import type { NodeDefinition } from '@graphkeep/models';
import type { Side } from '../statements/write/relate.ts';
import type { PlannedNode } from './create-plan.ts';
import type { LinkGroup } from './link-groups.ts';

/**
 * The side whose nodes this same transaction has just made, so that nobody else can have joined them: their links are made
 * without a look for earlier ones, and without the lock that such a look takes on the other side, where all who join
 * something to one popular node would wait for each other.
 */
export const freshSideOf = (
  group: LinkGroup,
  groups: readonly LinkGroup[],
  made: ReadonlyMap<NodeDefinition, readonly PlannedNode[]>,
): Side | undefined => {
  const { kind, links } = group;
  if (kind.relationship.direction === 'none' || isRepeated(group)) return undefined;
  if (groups.some((other) => other !== group && isSame(other, group))) return undefined;
  const areMade = (definition: NodeDefinition, side: 'from' | 'to'): boolean => {
    const keys = new Set(made.get(definition)?.map(({ key }) => key));
    return links.every((link) => keys.has(link[side]));
  };
  if (areMade(kind.from, 'from')) return 'n';
  return areMade(kind.concrete, 'to') ? 'm' : undefined;
};

const isRepeated = ({ links }: LinkGroup): boolean =>
  new Set(links.map(({ from, to }) => JSON.stringify([from, to]))).size < links.length;

/** Whether both may make the same links, of which one is then to be found by the other. */
const isSame = ({ kind: one }: LinkGroup, { kind: other }: LinkGroup): boolean =>
  one.type === other.type &&
  [one.from, one.concrete].every((definition) => [other.from, other.concrete].includes(definition));
