import { type NodeDefinition, type Relationship, typesOf } from '@graphkeep/models';
import { opposite } from '../statements/link.ts';
import { wrong } from '../statements/values.ts';
import type { LinkKind, LinkRow } from '../statements/write/relate.ts';
import type { End, Way } from './ends.ts';

/** A link to be made. `at` is its place in the caller's input. */
export interface PlannedLink extends Omit<LinkRow, 'index'> {
  readonly at: string;
}

export interface LinkGroup {
  readonly kind: LinkKind;
  readonly links: readonly PlannedLink[];
}

export interface LinkGroups {
  add(way: Way, to: End, type: string, link: PlannedLink): void;
  all(): readonly LinkGroup[];
}

/** Links by their kind: each kind is one statement. */
export const linkGroups = (): LinkGroups => {
  const groups = new Map<string, { readonly kind: LinkKind; readonly links: PlannedLink[] }>();
  return {
    add: (way, to, type, link) => {
      const id = JSON.stringify([way.from.label, way.name, to.definition.label, type]);
      const group = groups.get(id) ?? { kind: linkKind(way, to.definition, type), links: [] };
      groups.set(id, group);
      group.links.push(link);
    },
    all: () => {
      for (const group of groups.values()) assertOne(group);
      return [...groups.values()];
    },
  };
};

/** That no node is to have two links where it may have one: the store would keep either, or both. */
const assertOne = ({ kind, links }: LinkGroup): void => {
  const { oneFrom, oneTo, from, concrete, name } = kind;
  const sides = [
    ...(oneFrom ? [{ own: 'from', other: 'to', definition: from } as const] : []),
    ...(oneTo ? [{ own: 'to', other: 'from', definition: concrete } as const] : []),
  ];
  for (const { own, other, definition } of sides) {
    const seen = new Map<string, string>();
    for (const link of links) {
      const earlier = seen.get(link[own]);
      if (earlier !== undefined && earlier !== link[other])
        throw wrong(
          link.at || name,
          `${definition.label} ${link[own]} can have one ${name} only, and would get two.`,
        );
      seen.set(link[own], link[other]);
    }
  }
};

export const linkKind = (way: Way, concrete: NodeDefinition, type: string): LinkKind => ({
  ...way,
  concrete,
  type,
  oneFrom: way.relationship.one === true,
  oneTo: [way.to, concrete].some((definition) =>
    Object.values(definition.relationships).some((one) => isInverse(one, way) && one.one === true),
  ),
});

/** Whether a relationship of the other end is the same one, seen from there. */
const isInverse = (candidate: Relationship, { from, relationship }: Way): boolean =>
  candidate.to === from.label &&
  candidate.direction === opposite[relationship.direction] &&
  typesOf(candidate).some((type) => typesOf(relationship).includes(type));
