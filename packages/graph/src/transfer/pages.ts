import type { NodeDefinition } from '@graphkeep/models';
import type { Codec, Row, Statement } from '../engine/engine.ts';
import { keyField } from '../statements/column.ts';
import { node, Parameters, property, quote } from '../statements/cypher.ts';
import { whereClause } from '../statements/where.ts';
import type { TransferKind } from './link-kinds.ts';

/** Each property as a column of its own: the embedded engine is not trusted with maps of them. */
const columns = (variable: string, names: readonly string[]): string =>
  names.map((name, index) => `, ${property(variable, name)} AS ${quote(`v${index}`)}`).join('');

/** Values by their names in the store, of a row whose first `skip` columns are something else. */
export const storedOf = (
  names: readonly string[],
  row: Row,
  skip: number,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(names.map((name, index) => [name, row[skip + index]]));

const key = (variable: string, definition: NodeDefinition): string =>
  property(variable, keyField(definition).stored);

/** Keys above the first, up to the last; undefined is open. */
export interface Range {
  readonly above: string | undefined;
  readonly upTo: string | undefined;
}

const within = (own: string, { above, upTo }: Range, parameters: Parameters): readonly string[] => [
  ...(above === undefined ? [] : [`${own} > ${parameters.raw(above)}`]),
  ...(upTo === undefined ? [] : [`${own} <= ${parameters.raw(upTo)}`]),
];

/** Nodes of a range, by their keys. */
export const nodePage = (
  definition: NodeDefinition,
  names: readonly string[],
  range: Range,
  limit: number,
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const own = key('n', definition);
  const where = whereClause(within(own, range, parameters));
  const text = `MATCH ${node('n', definition)}${where} RETURN ${own} AS \`key\`${columns('n', names)} ORDER BY ${own} LIMIT ${parameters.count(limit)}`;
  return { text, params: parameters.values, operation: `${definition.label}.export` };
};

/** The last of the first so many keys of a range. */
export const lastKeyOf = (
  definition: NodeDefinition,
  range: Range,
  count: number,
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const own = key('n', definition);
  const where = whereClause(within(own, range, parameters));
  const text = `MATCH ${node('n', definition)}${where} WITH ${own} AS \`key\` ORDER BY \`key\` LIMIT ${parameters.count(count)} RETURN max(\`key\`) AS \`last\``;
  return { text, params: parameters.values, operation: `${definition.label}.export` };
};

export interface LinkPage {
  /** Of the nodes that they lead from. */
  readonly range: Range;
  /** The last pair of the page before. */
  readonly after: readonly [string, string] | undefined;
  readonly limit: number;
}

export const linkPage = (
  { type, from, to }: TransferKind,
  names: readonly string[],
  { range, after, limit }: LinkPage,
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const [a, b] = [key('a', from), key('b', to)];
  const where = [
    ...within(a, range, parameters),
    ...(after
      ? [
          `(${a} > ${parameters.raw(after[0])} OR (${a} = ${parameters.raw(after[0])} AND ${b} > ${parameters.raw(after[1])}))`,
        ]
      : []),
  ];
  const text = `MATCH ${node('a', from)}-[r:${quote(type)}]->${node('b', to)}${whereClause(where)} RETURN ${a} AS \`from\`, ${b} AS \`to\`${columns('r', names)} ORDER BY ${a}, ${b} LIMIT ${parameters.count(limit)}`;
  return { text, params: parameters.values, operation: `${from.label}.export.${type}` };
};
