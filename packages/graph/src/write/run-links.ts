import { GraphkeepError } from '@graphkeep/core';
import type { Run } from '../engine/engine.ts';
import type { Ground } from '../ground.ts';
import { pairsStatement, relateStatement, type Side } from '../statements/write/relate.ts';
import { chunksOf } from './chunks.ts';
import type { LinkGroup, PlannedLink } from './link-groups.ts';
import { LinkOwners } from './link-owners.ts';
import { type NodeChange, tellJournal } from './tell-journal.ts';

const NAMED = 20;

/** Makes links, and answers those of which a node is missing, or not for this caller. */
export const runLinks = async (
  run: Run,
  ground: Ground,
  group: LinkGroup,
  fresh?: Side,
): Promise<readonly PlannedLink[]> => {
  const { kind } = group;
  assertMayTakeAway(kind, ground);
  const missing: PlannedLink[] = [];
  const owners = new LinkOwners(kind, ground);
  // In one order for all writers, so that two of them do not wait for each other.
  const sorted = group.links.toSorted((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
  for (const links of chunksOf(sorted, ground)) {
    const rows = links.map(({ from, to, values }) => ({ from, to, values }));
    const { rows: answer } = await run(relateStatement(kind, rows, { ...ground, fresh }, ground.codec));
    owners.add(answer[0]?.[1]);
    if (Number(answer[0]?.[0]) === links.length) continue;
    const indexed = links.map((link, index) => ({ ...link, index }));
    const found = await run(pairsStatement(kind, indexed, ground, ground.codec));
    const there = new Set(found.rows.map(([index]) => Number(index)));
    missing.push(...links.filter((_, index) => !there.has(index)));
  }
  await tellJournal(run, ground, related(group, missing, owners));
  return missing;
};

export const missingError = (kind: LinkGroup['kind'], missing: readonly PlannedLink[]): GraphkeepError => {
  const issues = missing.slice(0, NAMED).map(({ at, from, to }) => ({
    field: at,
    message: `There is no ${kind.from.label} ${from}, or no ${kind.concrete.label} ${to}.`,
  }));
  const [first] = issues;
  const more = missing.length > 1 ? ` ${missing.length} pairs are missing in all.` : '';
  return new GraphkeepError('not_found', `${first?.message}${more}`, {
    ...(first?.field && { field: first.field }),
    issues,
  });
};

const related = (
  { kind, links }: LinkGroup,
  missing: readonly PlannedLink[],
  owners: LinkOwners,
): readonly NodeChange[] => {
  if (!kind.from.journal) return [];
  const skipped = new Set(missing);
  return links
    .filter((link) => !skipped.has(link))
    .map(({ from, to }) => ({
      definition: kind.from,
      change: owners.change('related', from, to),
    }));
};

/** What is shared is nobody's own: one owner must not take from it what another has joined to it. */
const assertMayTakeAway = ({ oneTo, concrete, name }: LinkGroup['kind'], { owner }: Ground): void => {
  if (owner !== undefined && oneTo && concrete.owner === undefined)
    throw new GraphkeepError(
      'forbidden',
      `${concrete.label} is shared, and has one such link at most: this key may not take it by ${name}.`,
    );
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
