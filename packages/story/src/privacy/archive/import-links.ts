import { type Graph, linkFields, type Relationship } from '@graphkeep/models';
import type { ImportScope } from './import-nodes.ts';
import type { LinkLine } from './lines.ts';

interface ImportedLinks {
  readonly related: number;
  /** Of which an end is not here, or not the player's. */
  readonly missing: number;
  /** Of a relationship that the graph does not have any more. */
  readonly unknown: number;
}

/** Joins nodes as the archive says; all lines are of one relationship. The player's scope keeps others' nodes out of it. */
export const importLinks = async (
  { own }: ImportScope,
  graph: Graph,
  lines: readonly LinkLine[],
): Promise<ImportedLinks> => {
  const [first] = lines;
  const definition = graph[first?.from[0] ?? ''];
  const other = graph[first?.to[0] ?? ''];
  const relationship = definition?.relationships[first?.link ?? ''];
  if (!first || !definition || !other || definition.owner === undefined || relationship?.to !== other.label)
    return { related: 0, missing: 0, unknown: lines.length };
  const pairs = lines.map(({ from, to, data }) => ({
    from: { [definition.key]: from[1] },
    to: { [other.key]: to[1] },
    ...(data && { $link: linkOf(relationship, data) }),
  }));
  const { related, missing } = await own.repo(definition).relateMany(first.link, pairs, { missing: 'skip' });
  return { related, missing: missing.length, unknown: 0 };
};

const linkOf = (relationship: Relationship, data: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(
    linkFields(relationship).flatMap(({ name, kind }) => {
      const value = data[name];
      if (value === undefined || value === null) return [];
      return [[name, kind === 'date' ? new Date(String(value)) : value]];
    }),
  );
