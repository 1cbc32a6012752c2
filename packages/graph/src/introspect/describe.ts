import type { SchemaItem } from '../schema/item.ts';
import { kindOf, type SampledKind } from './kind.ts';
import { camelCase, freeName } from './names.ts';
import type { LabelSet, Properties, SampledLink, Sampler } from './sample.ts';

export interface FoundField {
  readonly name: string;
  readonly stored: string;
  readonly sampled: SampledKind;
  readonly optional: boolean;
}
export interface FoundLink {
  readonly name: string;
  readonly type: string;
  readonly to: string;
  readonly one: boolean;
  readonly fields: readonly FoundField[];
}
export interface FoundNode {
  readonly label: string;
  readonly secondLabels: readonly string[];
  /** The stored name of the key; undefined where nothing can be one. */
  readonly key: string | undefined;
  readonly fields: readonly FoundField[];
  readonly links: readonly FoundLink[];
  readonly items: readonly SchemaItem[];
}

/** The names that definitions keep for themselves. */
const RESERVED = new Set([
  ...['_id', '_labels', '$link', '$label', '$key', '$type', '__proto__', 'createdAt', 'updatedAt'],
  ...[
    'where',
    'orderBy',
    'limit',
    'after',
    'before',
    'include',
    'select',
    'omit',
    'withDeleted',
    'AND',
    'OR',
    'NOT',
  ],
]);

/** What the labels of a node are each to it: its own is the one with a key, or else the rarest. */
export const ownLabels = (
  sets: readonly LabelSet[],
  items: readonly SchemaItem[],
): ReadonlyMap<string, string> => {
  const keyed = new Set(items.filter(({ kind }) => kind === 'unique').map(({ label }) => label));
  const frequency = new Map<string, number>();
  for (const { labels, nodes } of sets)
    for (const label of labels) frequency.set(label, (frequency.get(label) ?? 0) + nodes);
  const rarest = (labels: readonly string[]) =>
    labels.toSorted(
      (one, other) => (frequency.get(one) ?? 0) - (frequency.get(other) ?? 0) || (one < other ? -1 : 1),
    )[0];
  return new Map(
    sets.flatMap(({ labels }) => {
      const withKey = labels.filter((label) => keyed.has(label));
      const label = rarest(withKey.length > 0 ? withKey : labels);
      return label === undefined ? [] : [[setKey(labels), label] as const];
    }),
  );
};

const setKey = (labels: readonly string[]): string => JSON.stringify([...labels].sort());

export const describeNode = async (
  sampler: Sampler,
  label: string,
  owns: ReadonlyMap<string, string>,
  allItems: readonly SchemaItem[],
): Promise<FoundNode> => {
  const items = allItems.filter((item) => item.label === label);
  const nodes = (await sampler.nodesOf(label)).filter(({ labels }) => owns.get(setKey(labels)) === label);
  const fields = fieldsOf(nodes.map(({ properties }) => properties));
  const key = keyOf(
    label,
    fields,
    items,
    nodes.map(({ properties }) => properties),
  );
  const links = key === undefined ? [] : await sampler.linksOf(label, key);
  const secondLabels = nodes
    .map(({ labels }) => labels.filter((one) => one !== label))
    .reduce((all, labels) => all.filter((one) => labels.includes(one)), nodes[0]?.labels ?? [])
    .filter((one) => one !== label);
  return { label, secondLabels, key, fields, links: linksOf(links, owns, fields), items };
};

const fieldsOf = (all: readonly Properties[], reserved = RESERVED): readonly FoundField[] => {
  const stored = [...new Set(all.flatMap((properties) => Object.keys(properties)))].sort();
  const taken = new Set(reserved);
  return stored.map((property): FoundField => {
    const values = all
      .map((properties) => properties[property])
      .filter((value) => value !== undefined && value !== null);
    const sampled = kindOf(property, values);
    const keepsName = isStoreDate(property, sampled) && reserved === RESERVED;
    const wanted = /^[A-Za-z_$][\w$]*$/.test(property) ? property : camelCase(property);
    const name = keepsName ? property : freeName(taken.has(wanted) ? `${wanted}Value` : wanted, taken);
    taken.add(name);
    return { name, stored: property, sampled, optional: values.length < all.length };
  });
};

/** Every node of a definition has these two. */
export const isStoreDate = (property: string, sampled: SampledKind): boolean =>
  (property === 'createdAt' || property === 'updatedAt') &&
  'kind' in sampled &&
  sampled.kind === 'date' &&
  !sampled.list;

const keyOf = (
  label: string,
  fields: readonly FoundField[],
  items: readonly SchemaItem[],
  nodes: readonly Properties[],
): string | undefined => {
  const texts = fields.filter(
    ({ sampled, optional }) => 'kind' in sampled && sampled.kind === 'string' && !sampled.list && !optional,
  );
  const unique = new Set(
    items.flatMap(({ kind, properties }) => (kind === 'unique' && properties.length === 1 ? properties : [])),
  );
  const constrained = texts.filter(({ stored }) => unique.has(stored));
  const candidates =
    constrained.length > 0 ? constrained : texts.filter(({ stored }) => isUniqueIn(nodes, stored));
  const rank = ({ stored }: FoundField) =>
    [`${label.toLowerCase()}id`, 'id', 'uuid', 'key'].indexOf(stored.toLowerCase().replaceAll('_', '')) >>> 0;
  return candidates.toSorted((one, other) => rank(one) - rank(other))[0]?.stored;
};

const isUniqueIn = (nodes: readonly Properties[], stored: string): boolean =>
  new Set(nodes.map((properties) => properties[stored])).size === nodes.length &&
  /id|key|name|code/i.test(stored);

const linksOf = (
  sampled: readonly SampledLink[],
  owns: ReadonlyMap<string, string>,
  fields: readonly FoundField[],
): readonly FoundLink[] => {
  const taken = new Set([...RESERVED, ...fields.map(({ name }) => name)]);
  const byType = Map.groupBy(sampled, ({ type }) => type);
  return [...byType].sort().flatMap(([type, ofType]) => {
    const byTarget = Map.groupBy(ofType, ({ labels }) => owns.get(setKey(labels)) ?? '');
    return [...byTarget].sort().flatMap(([to, links]): FoundLink[] => {
      if (to === '') return [];
      const name = freeName(camelCase(byTarget.size > 1 ? `${type}_${to}` : type), taken);
      taken.add(name);
      const one = new Set(links.map(({ from }) => from)).size === links.length;
      return [
        {
          name,
          type,
          to,
          one,
          fields: fieldsOf(
            links.map(({ properties }) => properties),
            new Set(['$type']),
          ),
        },
      ];
    });
  });
};
