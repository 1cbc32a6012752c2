import { type Graph, linkFields, type NodeDefinition, typesOf } from '@graphkeep/models';
import type { Scoped } from '@graphkeep/platform';
import { type Cypher, cypher } from '@graphkeep/platform';
import { z } from 'zod';
import type { LinkKind } from './link-kinds.ts';

export interface FoundLink {
  readonly from: string;
  readonly to: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const storedOf = (definition: NodeDefinition, name: string): Cypher =>
  cypher.ident(definition.fields.find((field) => field.name === name)?.stored ?? name);

/** The pattern of a kind, and that it is the owner's: what the other end is must be the owner's as well, or nobody's. */
const patternOf = ({ own, other, relationship }: LinkKind, owner: string) => {
  const type = cypher.join(typesOf(relationship).map(cypher.ident), '|');
  const [left, right] = [cypher`(a:${cypher.ident(own.stored)})`, cypher`(b:${cypher.ident(other.stored)})`];
  const match =
    relationship.direction === 'in'
      ? cypher`${right}-[r:${type}]->${left}`
      : cypher`${left}-[r:${type}]->${right}`;
  const mine = cypher`a.${storedOf(own, own.owner ?? '')} = ${owner}`;
  const theirs =
    other.owner === undefined ? cypher`` : cypher` AND b.${storedOf(other, other.owner)} = ${owner}`;
  return { match, where: cypher`${mine}${theirs}` };
};

/** Some relationships of a kind, those after a pair of keys. */
export const linkPage = async (
  system: Scoped<Graph>,
  kind: LinkKind,
  {
    owner,
    after,
    limit,
  }: { readonly owner: string; readonly after: readonly [string, string]; readonly limit: number },
): Promise<readonly FoundLink[]> => {
  const [a, b] = [
    cypher`a.${storedOf(kind.own, kind.own.key)}`,
    cypher`b.${storedOf(kind.other, kind.other.key)}`,
  ];
  const { match, where } = patternOf(kind, owner);
  const fields = linkFields(kind.relationship);
  const columns = fields.map(
    (field) => cypher`, r.${cypher.ident(field.stored)} AS ${cypher.ident(field.name)}`,
  );
  const properties = Object.fromEntries(fields.map(({ name, value }) => [name, value.optional()]));
  const found = await system.query(
    cypher`MATCH ${match} WHERE ${where} AND (${a} > ${after[0]} OR (${a} = ${after[0]} AND ${b} > ${after[1]}))
           RETURN ${a} AS fromKey, ${b} AS toKey${cypher.join(columns, '')} ORDER BY fromKey, toKey LIMIT ${limit}`,
    { rows: z.object({ fromKey: z.string(), toKey: z.string(), ...properties }), operation: 'archive.links' },
  );
  return found.map(({ fromKey, toKey, ...data }) => ({ from: fromKey, to: toKey, data }));
};

/** The keys of nodes of nobody that relationships of a kind lead to, some after another one. */
export const sharedKeys = async (
  system: Scoped<Graph>,
  kind: LinkKind,
  { owner, after, limit }: { readonly owner: string; readonly after: string; readonly limit: number },
): Promise<readonly string[]> => {
  const b = cypher`b.${storedOf(kind.other, kind.other.key)}`;
  const { match, where } = patternOf(kind, owner);
  const found = await system.query(
    cypher`MATCH ${match} WHERE ${where} AND ${b} > ${after} WITH DISTINCT ${b} AS sharedKey
           RETURN sharedKey ORDER BY sharedKey LIMIT ${limit}`,
    { rows: z.object({ sharedKey: z.string() }), operation: 'archive.shared' },
  );
  return found.map(({ sharedKey }) => sharedKey);
};
