import type { SchemaItem } from '../schema/item.ts';
import { type FoundField, type FoundLink, type FoundNode, isStoreDate } from './describe.ts';
import { freeName, keyText, literal, pascalCase } from './names.ts';

/** Definitions of what was found, as the text of a TypeScript module. */
export const writeDefinitions = (nodes: readonly FoundNode[]): string => {
  const defined = nodes.filter(({ key }) => key !== undefined);
  const taken = new Set(['defineGraph', 'defineNode', 'graph', 'z']);
  const constants = new Map<string, string>();
  for (const { label } of defined) {
    const name = freeName(pascalCase(label), taken);
    taken.add(name);
    constants.set(label, name);
  }
  return [
    "import { defineGraph, defineNode } from '@graphkeep/models';",
    "import { z } from 'zod';",
    '',
    ...nodes.flatMap((node) =>
      node.key === undefined
        ? [
            `// ${oneLine(node.label)} is left out: none of its properties is a text that is always there and never twice.`,
            '',
          ]
        : [nodeText(node, node.key, constants), ''],
    ),
    `export const graph = defineGraph(${[...constants.values()].join(', ')});`,
    '',
  ].join('\n');
};

const nodeText = (node: FoundNode, key: string, constants: ReadonlyMap<string, string>): string => {
  const name = new Map(node.fields.map((field) => [field.stored, field.name]));
  const named = (stored: string) => name.get(stored) ?? stored;
  const usable = new Set(node.fields.filter(({ sampled }) => 'kind' in sampled).map(({ stored }) => stored));
  const ofKind = (kind: SchemaItem['kind']) =>
    node.items.filter((item) => item.kind === kind && item.properties.every((one) => usable.has(one)));
  const names = (properties: readonly string[]) => properties.map((one) => literal(named(one))).join(', ');
  const unique = ofKind('unique').filter(
    ({ properties }) => properties.length === 1 && properties[0] !== key,
  );
  const indexes = ofKind('range');
  const [fullText] = ofKind('fullText');
  const links = node.links.filter(({ to }) => constants.has(to));
  const stored = storedText(node, key, named);
  return [
    `export const ${constants.get(node.label)} = defineNode({`,
    `  label: ${literal(node.label)},`,
    `  key: ${literal(named(key))},`,
    '  naturalKey: true,',
    '  shared: true,',
    ...(node.secondLabels.length > 0 ? [`  labels: [${node.secondLabels.map(literal).join(', ')}],`] : []),
    `  schema: z.object({`,
    ...node.fields
      .filter(({ stored: one, sampled }) => !isStoreDate(one, sampled))
      .map((field) => `    ${fieldText(field)}`),
    '  }),',
    ...(unique.length > 0
      ? [`  unique: [${unique.map(({ properties }) => names(properties)).join(', ')}],`]
      : []),
    ...(indexes.length > 0
      ? [`  indexes: [${indexes.map(({ properties }) => `[${names(properties)}]`).join(', ')}],`]
      : []),
    ...(fullText ? [`  fullText: [${names(fullText.properties)}],`] : []),
    ...vectorLines(ofKind('vector'), named),
    ...(links.length > 0
      ? ['  relationships: {', ...links.map((link) => `    ${linkText(link)}`), '  },']
      : []),
    ...(stored.length > 0 ? [`  storedAs: { ${stored.join(', ')} },`] : []),
    '});',
  ].join('\n');
};

const vectorLines = (items: readonly SchemaItem[], named: (stored: string) => string): readonly string[] => {
  const vectors = items.flatMap((item) =>
    item.kind === 'vector'
      ? [
          `${keyText(named(item.properties[0] ?? ''))}: { dimensions: ${item.dimensions}, similarity: ${literal(item.similarity)} }`,
        ]
      : [],
  );
  return vectors.length > 0 ? [`  vectors: { ${vectors.join(', ')} },`] : [];
};

const fieldText = ({ name, stored, sampled, optional }: FoundField): string => {
  if ('problem' in sampled) return `// ${oneLine(stored)} ${sampled.problem}`;
  const scalar = schemas[sampled.kind];
  return `${keyText(name)}: ${sampled.list ? `z.array(${scalar})` : scalar}${optional ? '.optional()' : ''},`;
};

const schemas = {
  string: 'z.string()',
  integer: 'z.int()',
  float: 'z.number()',
  boolean: 'z.boolean()',
  date: 'z.date()',
} as const;

const linkText = ({ name, type, to, one, fields }: FoundLink): string => {
  const usable = fields.filter(({ sampled }) => 'kind' in sampled);
  const renamed = usable.filter((field) => field.name !== field.stored);
  const parts = [
    `type: ${literal(type)}`,
    "direction: 'out'",
    `to: ${literal(to)}`,
    ...(one ? ['one: true'] : []),
    ...(usable.length > 0
      ? [`properties: z.object({ ${usable.map((field) => fieldText(field).replace(/,$/, '')).join(', ')} })`]
      : []),
    ...(renamed.length > 0
      ? [
          `storedAs: { ${renamed.map((field) => `${keyText(field.name)}: ${literal(field.stored)}`).join(', ')} }`,
        ]
      : []),
  ];
  return `${keyText(name)}: { ${parts.join(', ')} },`;
};

/** What the database calls otherwise than a definition would. */
const storedText = (node: FoundNode, key: string, named: (stored: string) => string): readonly string[] => {
  const renamed = node.fields
    .filter(({ name, stored, sampled }) => 'kind' in sampled && name !== stored)
    .map(({ name, stored }) => `${keyText(name)}: ${literal(stored)}`);
  // A property of the same name that is no date must not be taken for the time that a store sets.
  const own = node.fields
    .filter(
      ({ stored, sampled }) =>
        (stored === 'createdAt' || stored === 'updatedAt') && !isStoreDate(stored, sampled),
    )
    .map(({ stored }) => `${stored}: ${literal(`${stored}Date`)}`);
  const constraint = node.items.find(
    ({ kind, properties }) =>
      kind === 'unique' && properties.length === 1 && named(properties[0] ?? '') === named(key),
  );
  const usual = `${node.label.toLowerCase()}_id`;
  return [
    ...(renamed.length + own.length > 0 ? [`fields: { ${[...renamed, ...own].join(', ')} }`] : []),
    ...(constraint && constraint.name !== usual ? [`keyConstraint: ${literal(constraint.name)}`] : []),
  ];
};

const oneLine = (text: string): string => text.replaceAll(/[\r\n\u2028\u2029]/g, ' ');
