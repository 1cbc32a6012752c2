import { linkFields, type NodeDefinition, typesOf } from '@graphkeep/models';
import type { Ground } from '../ground.ts';
import { assertMayWrite, notFound } from '../repository-input.ts';
import { assertPlain, wrong } from '../statements/values.ts';
import { unrelateStatement } from '../statements/write/relate.ts';
import { mapRows } from './chunks.ts';
import { endOf, linkValues, type Way, wayOf } from './ends.ts';
import { type LinkGroup, type LinkGroups, linkGroups, linkKind } from './link-groups.ts';
import { LinkOwners } from './link-owners.ts';
import { assertRows } from './rows.ts';
import { missingError, runLinks } from './run-links.ts';
import { storedValues } from './stored-values.ts';
import { tellJournal } from './tell-journal.ts';

/** Joins a node to another, once. */
export const relate = async (
  ground: Ground,
  definition: NodeDefinition,
  from: unknown,
  name: string,
  to: unknown,
  properties: object | undefined,
): Promise<void> => {
  const groups = linkGroups();
  addLink(ground, groups, definition, name, { from, to, link: properties, at: '', atLink: '' });
  // Nothing was written where the pair is missing, so that an open transaction may go on.
  const [absent] = await relateAll(ground, groups, 'skip');
  if (absent) throw missingError(absent.kind, absent.links);
};

export interface Pair {
  readonly from: unknown;
  readonly to: unknown;
  readonly $link?: object;
}
export interface RelatedCount {
  readonly related: number;
  /** The pairs of which a node is not there, or not for this caller. */
  readonly missing: readonly Pair[];
}

/** Joins many pairs of nodes, each once. */
export const relateMany = async (
  ground: Ground,
  definition: NodeDefinition,
  name: string,
  pairs: readonly Pair[],
  { missing = 'fail' }: { readonly missing?: 'fail' | 'skip' } = {},
): Promise<RelatedCount> => {
  assertRows(pairs, 'pairs');
  const groups = linkGroups();
  await mapRows(pairs, (pair: unknown, index) => {
    const at = `pairs.${index}.`;
    assertPlain(at.slice(0, -1), pair);
    const { from, to, $link, ...rest } = pair;
    const [extra] = Object.keys(rest);
    if (extra !== undefined) throw wrong(at + extra, `${at.slice(0, -1)} takes from, to and $link.`);
    addLink(ground, groups, definition, name, { from, to, link: $link, at, atLink: `${at}$link.` });
  });
  const absent = (await relateAll(ground, groups, missing)).flatMap(({ links }) => links);
  return {
    related: pairs.length - absent.length,
    missing: absent.flatMap(({ at }) => pairs[Number(at.split('.')[1])] ?? []),
  };
};

interface LinkInput {
  readonly from: unknown;
  readonly to: unknown;
  readonly link: unknown;
  readonly at: string;
  readonly atLink: string;
}

const addLink = (
  ground: Ground,
  groups: LinkGroups,
  definition: NodeDefinition,
  name: string,
  { from, to, link, at, atLink }: LinkInput,
): void => {
  const start = endOf(ground, definition, from, `${at}from`);
  const way = wayFrom(ground, start.definition, definition, name);
  const end = endOf(ground, way.to, to, `${at}to`);
  const { type, values } = linkValues(way, link, atLink);
  groups.add(way, end, type, {
    from: start.key,
    to: end.key,
    values: storedValues(linkFields(way.relationship), values, ground.codec),
    at: at === '' ? '' : at.slice(0, -1),
  });
};

/** A relationship of an abstract definition begins at the concrete node that is meant. */
const wayFrom = (ground: Ground, concrete: NodeDefinition, definition: NodeDefinition, name: string): Way => {
  assertMayWrite(concrete, ground.owner);
  return { ...wayOf(ground, definition, name), from: concrete };
};

/** The links of which a node is missing. */
const relateAll = (
  ground: Ground,
  groups: LinkGroups,
  onMissing: 'fail' | 'skip',
): Promise<readonly LinkGroup[]> => {
  const all = groups.all();
  return ground.transaction('write', async (run) => {
    const absent: LinkGroup[] = [];
    for (const group of all) {
      const missing = await runLinks(run, ground, group);
      if (missing.length > 0 && onMissing === 'fail') throw missingError(group.kind, missing);
      if (missing.length > 0) absent.push({ kind: group.kind, links: missing });
    }
    return absent;
  });
};

/** Parts two nodes, and says whether they were joined. */
export const unrelate = async (
  ground: Ground,
  definition: NodeDefinition,
  from: unknown,
  name: string,
  to: unknown,
  { $type }: { readonly $type?: unknown } = {},
): Promise<boolean> => {
  const start = endOf(ground, definition, from, 'from');
  const way = wayFrom(ground, start.definition, definition, name);
  const end = endOf(ground, way.to, to, 'to');
  const types = typesOf(way.relationship);
  const asked = $type === undefined ? types : types.filter((type) => type === $type);
  if (asked.length === 0) throw wrong('$type', `$type must be one of ${types.join(', ')}.`);
  const kind = linkKind(way, end.definition, asked[0] ?? '');
  const row = { from: start.key, to: end.key };
  const answer = await ground.transaction('write', async (run) => {
    const { rows } = await run(unrelateStatement(kind, asked, row, ground, ground.codec));
    const [found, joined, owned] = rows[0] ?? [];
    if (Number(joined) > 0) {
      const owners = new LinkOwners(kind, ground);
      owners.add(owned);
      const change = owners.change('unrelated', start.key, end.key);
      await tellJournal(run, ground, [{ definition: start.definition, change }]);
    }
    return { found: Number(found), joined: Number(joined) };
  });
  if (!answer.found)
    throw notFound(start.definition, `${start.key}, or no ${end.definition.label} ${end.key}`);
  return answer.joined > 0;
};
