import type { Graph, NodeDefinition } from '@graphkeep/models';
import type { Engine } from '../engine/engine.ts';
import { own } from '../labels.ts';
import { Idempotency } from '../transaction/idempotency-node.ts';
import { contentOf, type SchemaItem } from './item.ts';

/** All that definitions ask of a store of this engine, beside what Graphkeep needs for itself. */
export const deriveSchema = (graph: Graph, engine: Engine['kind']): readonly SchemaItem[] => {
  const items = withoutCovered([...Object.values(graph), Idempotency].flatMap(itemsOf).concat(ownItems));
  return named(engine === 'embedded' ? items.flatMap(embeddedItems) : items);
};

const itemsOf = (definition: NodeDefinition): readonly SchemaItem[] => {
  const { stored: label, key, owner, traits } = definition;
  const name = (...parts: readonly string[]) => [definition.label.toLowerCase(), ...parts].join('_');
  const stored = (field: string) => storedName(definition, field);
  const unique = (field: string): SchemaItem => ({
    kind: 'unique',
    name: field === key ? definition.keyConstraint : name(field),
    label,
    properties: [stored(field)],
  });
  const range = (fields: readonly string[]): SchemaItem => ({
    kind: 'range',
    name: name(...fields),
    label,
    properties: fields.map(stored),
  });
  return [
    ...(traits.abstract ? [] : [unique(key)]),
    ...definition.unique.map(unique),
    ...definition.indexes.map(range),
    ...(owner !== undefined && !definition.indexes.some(([first]) => first === owner)
      ? [range([owner])]
      : []),
    ...(definition.fullText.length > 0
      ? [
          {
            kind: 'fullText',
            name: name('text'),
            label,
            properties: definition.fullText.map(stored),
          } as const,
        ]
      : []),
    ...Object.entries(definition.vectors).map(
      ([field, { dimensions, similarity }]): SchemaItem => ({
        kind: 'vector',
        name: name(field, 'vector'),
        label,
        properties: [stored(field)],
        dimensions,
        similarity,
      }),
    ),
  ];
};

/** Where a field is found in the database: an encrypted one by its blind index alone. */
const storedName = (definition: NodeDefinition, name: string): string => {
  const field = definition.fields.find((one) => one.name === name);
  return field?.blind ?? field?.stored ?? name;
};

const ownUnique = (label: string, property: string): SchemaItem => ({
  kind: 'unique',
  name: `${label.toLowerCase()}_${property}`,
  label,
  properties: [property],
});
const ownItems: readonly SchemaItem[] = [
  ownUnique(own.state, 'id'),
  ownUnique(own.entry, 'seq'),
  { kind: 'range', name: 'graphkeeppending_id', label: own.pending, properties: ['id'] },
];

/** What migrations need, made by them alone, and before all else. */
export const deriveForMigrations = (engine: Engine['kind']): readonly SchemaItem[] => {
  const items = [own.state, own.migration, own.checkpoint].map((label) => ownUnique(label, 'id'));
  return engine === 'embedded' ? items.flatMap(embeddedItems) : items;
};

/** A unique constraint needs no index beside it. */
const withoutCovered = (items: readonly SchemaItem[]): readonly SchemaItem[] => {
  const unique = new Set(items.filter(({ kind }) => kind === 'unique').map(placeOf));
  return items.filter((item) => item.kind !== 'range' || !unique.has(placeOf(item)));
};

/** Each content once, and each name once, since a database tells its items apart by name. */
const named = (items: readonly SchemaItem[]): readonly SchemaItem[] => {
  const contents = new Set<string>();
  const names = new Set<string>();
  return items.flatMap((item) => {
    const content = contentOf(item);
    if (contents.has(content)) return [];
    contents.add(content);
    const name = freeName(item, names);
    names.add(name);
    return [{ ...item, name }];
  });
};

const freeName = ({ name, kind }: SchemaItem, taken: ReadonlySet<string>): string => {
  let free = name;
  for (let count = 1; taken.has(free); count++)
    free = `${name}_${kind.toLowerCase()}${count > 1 ? count : ''}`;
  return free;
};

const placeOf = ({ label, properties }: SchemaItem): string => JSON.stringify([label, properties]);

/** The embedded engine indexes one property at a time, and its constraints bring no index of their own. */
const embeddedItems = (item: SchemaItem): readonly SchemaItem[] => {
  if (item.kind === 'unique') return [item, { ...item, kind: 'range', name: `${item.name}_index` }];
  if (item.properties.length === 1) return [item];
  return item.properties.map((property) => ({
    ...item,
    name: `${item.kind === 'range' ? item.label.toLowerCase() : item.name}_${property}`,
    properties: [property],
  }));
};
