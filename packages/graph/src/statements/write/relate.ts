import type { NodeDefinition, Relationship } from '@graphkeep/models';
import type { Codec, Engine, Statement } from '../../engine/engine.ts';
import { keyField } from '../column.ts';
import { node, Parameters, property, quote } from '../cypher.ts';
import { link, reversed } from '../link.ts';
import { type Scope, visible } from '../scope.ts';
import { whereClause } from '../where.ts';
import { lock } from './lock.ts';

/** Links of one kind: between the same two definitions, of one type. */
export interface LinkKind {
  readonly name: string;
  readonly from: NodeDefinition;
  readonly relationship: Relationship;
  /** Where the relationship leads to; may be abstract. */
  readonly to: NodeDefinition;
  /** What the node at the other end is. */
  readonly concrete: NodeDefinition;
  readonly type: string;
  /** Whether a node of either side has at most one such link: an earlier one is taken away. */
  readonly oneFrom: boolean;
  readonly oneTo: boolean;
}

/** The first node of a statement on links, or the second. */
export type Side = 'n' | 'm';

export interface LinkRow {
  /** Its place in the input. */
  readonly index: number;
  readonly from: string;
  readonly to: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Joins pairs of nodes, each pair once however often it runs, and answers how many pairs it found. */
export const relateStatement = (
  kind: LinkKind,
  rows: readonly Omit<LinkRow, 'index'>[],
  { engine, fresh, ...scope }: Scope & { readonly engine: Engine['kind']; readonly fresh?: Side | undefined },
  codec: Codec,
): Statement => {
  const { from, relationship, type } = kind;
  const parameters = new Parameters(codec);
  const taken = oneSides(kind).filter((side) => side !== fresh);
  const locked = fresh ? taken : lockedSides(kind, engine);
  const withValues = rows.some(({ values }) => Object.keys(values).length > 0);
  const text = [
    `UNWIND ${parameters.raw(rows.map((row) => sent(row, withValues)))} AS row ${pair(kind, scope, parameters)}`,
    ...(locked.length > 0 ? [lock(...locked)] : []),
    ...(taken.length > 0 ? ['WITH row, n, m'] : []),
    ...taken.map((side) => takeAway(kind, side, parameters)),
    fresh
      ? `CREATE (n)${link('r', { ...relationship, type })}(m)`
      : merging({ ...relationship, type }, beginsAt(kind, rows)),
    ...(withValues ? ['SET r += row[2]'] : []),
    `RETURN count(r) AS \`related\`${ownersOf(kind, scope)}`,
  ].join(' ');
  return { text, params: parameters.values, operation: `${from.label}.relate.${kind.name}` };
};

const oneSides = ({ oneFrom, oneTo }: LinkKind): readonly Side[] => [
  ...(oneFrom ? (['n'] as const) : []),
  ...(oneTo ? (['m'] as const) : []),
];

/**
 * A side that may have one link only must not get two at the same time. The embedded engine would also make the same link
 * twice: there the node that it goes out from is locked, and both where nobody can say which that is.
 */
const lockedSides = ({ oneFrom, oneTo, relationship }: LinkKind, engine: Engine['kind']): readonly Side[] => {
  const embedded = engine === 'embedded';
  const { direction } = relationship;
  return [
    ...(oneFrom || (embedded && direction !== 'in') ? (['n'] as const) : []),
    ...(oneTo || (embedded && direction !== 'out') ? (['m'] as const) : []),
  ];
};

/**
 * The embedded engine walks all such links of the node that a MERGE begins at: that should be the side with fewer of
 * them, and of many rows that is the side with more nodes.
 */
const beginsAt = (
  { relationship, oneFrom, oneTo }: LinkKind,
  rows: readonly Pick<LinkRow, 'from' | 'to'>[],
): Side => {
  if (oneFrom || relationship.direction === 'none') return 'n';
  if (oneTo) return 'm';
  const distinct = (side: 'from' | 'to') => new Set(rows.map((row) => row[side])).size;
  return distinct('to') > distinct('from') ? 'm' : 'n';
};

const merging = (relationship: Relationship, begin: Side): string =>
  begin === 'n'
    ? `MERGE (n)${link('r', relationship)}(m)`
    : `MERGE (m)${link('r', reversed(relationship))}(n)`;

/** Which pairs there are, by their place in the input. */
export const pairsStatement = (
  kind: LinkKind,
  rows: readonly LinkRow[],
  scope: Scope,
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const list = rows.map(({ index, from, to }) => [from, to, codec.encodeCount(index)]);
  const text = `UNWIND ${parameters.raw(list)} AS row ${pair(kind, scope, parameters)} RETURN row[2] AS \`index\``;
  return { text, params: parameters.values, operation: `${kind.from.label}.pairs.${kind.name}` };
};

/** Parts pairs of nodes, and answers how many pairs it found, and how many of them were joined. */
export const unrelateStatement = (
  kind: LinkKind,
  types: readonly string[],
  row: Pick<LinkRow, 'from' | 'to'>,
  scope: Scope,
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const text = [
    `UNWIND ${parameters.raw([[row.from, row.to]])} AS row ${pair(kind, scope, parameters)}`,
    `OPTIONAL MATCH (n)${link('r', { ...kind.relationship, type: types })}(m)`,
    'WITH row, n, m, r, CASE WHEN r IS NULL THEN 0 ELSE 1 END AS joined',
    'FOREACH (_ IN CASE WHEN r IS NULL THEN [] ELSE [1] END | DELETE r)',
    `RETURN count(*) AS \`found\`, coalesce(sum(joined), 0) AS \`joined\`${ownersOf(kind, scope)}`,
  ].join(' ');
  return { text, params: parameters.values, operation: `${kind.from.label}.unrelate.${kind.name}` };
};

/** Whose the nodes of each pair are, for the journal; where one owner asks they are his. */
const ownersOf = ({ from, concrete }: LinkKind, { owner }: Scope): string => {
  const owners = [ownerOf('n', from), ownerOf('m', concrete)];
  if (!from.journal || owner !== undefined || owners.every((one) => one === 'null')) return '';
  return `, collect(DISTINCT [row[0], row[1], ${owners.join(', ')}]) AS \`owners\``;
};

const ownerOf = (variable: string, { fields, owner }: NodeDefinition): string => {
  const field = fields.find(({ name }) => name === owner);
  return field ? property(variable, field.stored) : 'null';
};

const sent = ({ from, to, values }: Omit<LinkRow, 'index'>, withValues: boolean): readonly unknown[] =>
  withValues ? [from, to, values] : [from, to];

const keyOf = (definition: NodeDefinition): string => quote(keyField(definition).stored);

const pair = ({ from, to, concrete }: LinkKind, scope: Scope, parameters: Parameters): string => {
  const other = to === concrete ? '' : `:${quote(to.stored)}`;
  const seen = [...visible('n', from, scope, parameters), ...visible('m', concrete, scope, parameters)];
  return [
    `MATCH (n:${quote(from.stored)} {${keyOf(from)}: row[0]})`,
    `MATCH (m:${quote(concrete.stored)}${other} {${keyOf(concrete)}: row[1]})${whereClause(seen)}`,
  ].join(' ');
};

/** Removes the links of one side that lead to another node than they are to lead to, or are of another type. */
const takeAway = (kind: LinkKind, side: Side, parameters: Parameters): string => {
  const { from, relationship, to, concrete, type } = kind;
  // Written from the node that is known: the embedded engine looks for a pattern from its beginning.
  const [pattern, kept] =
    side === 'n'
      ? [`(n)${link('old', relationship)}${node('other', to)}`, same('other', to, concrete, 'row[1]')]
      : [
          `(m)${link('old', reversed(relationship))}${node('other', from)}`,
          same('other', from, from, 'row[0]'),
        ];
  const several = typeof relationship.type !== 'string' && relationship.type.length > 1;
  const ofType = several ? ` OR type(old) <> ${parameters.raw(type)}` : '';
  return [
    `OPTIONAL MATCH ${pattern} WHERE NOT ${kept}${ofType}`,
    'FOREACH (_ IN CASE WHEN old IS NULL THEN [] ELSE [1] END | DELETE old)',
    'WITH DISTINCT row, n, m',
  ].join(' ');
};

/** That a node is the one of this key. */
const same = (
  variable: string,
  definition: NodeDefinition,
  concrete: NodeDefinition,
  key: string,
): string => {
  const equal = `${variable}.${keyOf(concrete)} = ${key}`;
  return definition === concrete ? `(${equal})` : `(${variable}:${quote(concrete.stored)} AND ${equal})`;
};
