import { GraphkeepError } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import { type StoryGraph, storyGraph } from '@graphkeep/models/story';
import { erasuresOf, type Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { assertMayActFor } from '../may-act-for.ts';
import { untyped } from '../untyped.ts';
import { importLinks } from './import-links.ts';
import { entityOf, type ImportScope, importNodes, restoreTimes, withoutStoreFields } from './import-nodes.ts';
import {
  type ArchiveHeader,
  type ArchiveLine,
  type LinkLine,
  type NodeLine,
  parseHeader,
  parseLine,
  type SharedLine,
  wrongLine,
} from './lines.ts';

const MAX_LINES = 500;

export const importPartInput = z.strictObject({
  /** The first line of the archive, with each part of it. */
  header: z.string().max(1_000),
  /** Some of the others, in their order. */
  lines: z.array(z.string()).min(1).max(MAX_LINES),
});
export type ImportPart = z.output<typeof importPartInput>;

export const imported = z.object({
  /** What was written; what is here already, as new or newer, is none of it. */
  nodes: z.record(z.string(), z.number()),
  links: z.number(),
  /** Relationships that lead to something that is not here. */
  missing: z.number(),
  /** Lines of a kind that this program does not know, or may not write. */
  skipped: z.number(),
});
export type Imported = z.output<typeof imported>;

/** Takes some lines of an archive in. The same again changes nothing. */
export const importPart = async (
  platform: Scoped<StoryGraph>,
  { header, lines }: ImportPart,
): Promise<Imported> => {
  const scope = await scopeOf(platform, parseHeader(header));
  return importLines(
    platform,
    scope,
    lines.map((text, index) => parseLine(text, index + 2)),
  );
};

/**
 * Brings a player back, from an archive of this or another installation, with the ids and times that all of it had. A run that
 * broke off may begin again. What belongs to somebody else, here or in the archive, is refused.
 *
 * @example await importArchive(platform, createInterface({ input: createReadStream('player.ndjson') }));
 */
export const importArchive = async (
  platform: Scoped<StoryGraph>,
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<Imported> => {
  const sum: Imported = { nodes: {}, links: 0, missing: 0, skipped: 0 };
  let scope: ImportScope | undefined;
  let [number, told, ended] = [0, 0, false];
  let some: (ArchiveLine | undefined)[] = [];
  const flush = async (): Promise<void> => {
    if (scope) add(sum, await importLines(platform, scope, some));
    some = [];
  };
  for await (const text of lines) {
    if (text.trim() === '') continue;
    number++;
    if (!scope) {
      scope = await scopeOf(platform, parseHeader(text));
      continue;
    }
    if (ended) throw wrongLine(number, 'something follows the end');
    const line = parseLine(text, number);
    if (line && ('node' in line || 'link' in line)) told++;
    if (line && 'end' in line) {
      if (line.end.nodes + line.end.links !== told)
        throw wrongLine(number, `it counts ${line.end.nodes + line.end.links} lines, and ${told} came`);
      ended = true;
    }
    some.push(line);
    if (some.length === MAX_LINES) await flush();
  }
  await flush();
  if (!ended) throw wrongLine(number, 'the archive is cut off after it');
  return sum;
};

const scopeOf = async (platform: Scoped<StoryGraph>, { playerId }: ArchiveHeader): Promise<ImportScope> => {
  assertMayActFor(platform, playerId);
  if (await erasuresOf(platform).isErased(playerId))
    throw new GraphkeepError('forbidden', 'This player was erased, and would be again after a restore.');
  await platform.audit.record({
    action: 'story.privacy.import',
    access: 'write',
    owner: playerId,
    outcome: 'begun',
  });
  const { id, scopes } = platform.principal;
  return {
    playerId,
    system: untyped(platform.asSystem('to import the archive of a player')),
    own: untyped(platform.as({ id, scopes, owner: playerId })),
  };
};

const importLines = async (
  platform: Scoped<StoryGraph>,
  scope: ImportScope,
  lines: readonly (ArchiveLine | undefined)[],
): Promise<Imported> => {
  const sum: Imported = { nodes: {}, links: 0, missing: 0, skipped: 0 };
  const graph: Graph = storyGraph;
  for (const [kind, run] of runsOf(lines)) {
    if (kind.startsWith('node ')) {
      const nodes = run.filter((line): line is NodeLine => line !== undefined && 'node' in line);
      const label = nodes[0]?.node ?? '';
      const definition = graph[label];
      if (!definition) sum.skipped += nodes.length;
      else if (definition.owner === undefined)
        throw new GraphkeepError(
          'forbidden',
          `A ${label} belongs to nobody: no archive of a player has one.`,
        );
      else sum.nodes[label] = (sum.nodes[label] ?? 0) + (await importNodes(scope, definition, nodes));
    } else if (kind.startsWith('shared ')) {
      const shared = run.filter((line): line is SharedLine => line !== undefined && 'shared' in line);
      const made = await importShared(platform, scope, shared);
      const label = shared[0]?.shared ?? '';
      if (made > 0) sum.nodes[label] = (sum.nodes[label] ?? 0) + made;
      sum.skipped += shared.length - made;
    } else if (kind.startsWith('link ')) {
      const links = run.filter((line): line is LinkLine => line !== undefined && 'link' in line);
      const { related, missing, unknown } = await importLinks(scope, graph, links);
      sum.links += related;
      sum.missing += missing;
      sum.skipped += unknown;
    } else if (kind === 'unknown') sum.skipped += run.length;
  }
  return sum;
};

/** What is nobody's is made where it is not here yet, by those who may: services, not players. */
const importShared = async (
  platform: Scoped<StoryGraph>,
  { system }: ImportScope,
  lines: readonly SharedLine[],
): Promise<number> => {
  const graph: Graph = storyGraph;
  const definition = graph[lines[0]?.shared ?? ''];
  if (!definition || definition.owner !== undefined || platform.principal.owner !== undefined) return 0;
  const { key } = definition;
  const entities = lines.map((line) => entityOf(definition, line));
  const there = await system.repo(definition).getMany(entities.map((entity) => ({ [key]: entity[key] })));
  const known = new Set(there.map((node) => node[key]));
  const missing = entities.filter((entity) => !known.has(entity[key]));
  if (missing.length === 0) return 0;
  await system.repo(definition).createMany(missing.map(withoutStoreFields));
  await restoreTimes(system, definition, missing);
  return missing.length;
};

/** Lines of the same kind that follow one another. */
const runsOf = (
  lines: readonly (ArchiveLine | undefined)[],
): readonly (readonly [kind: string, lines: readonly (ArchiveLine | undefined)[]])[] => {
  const runs: [string, (ArchiveLine | undefined)[]][] = [];
  for (const line of lines) {
    const kind = kindOf(line);
    const last = runs.at(-1);
    if (last?.[0] === kind) last[1].push(line);
    else runs.push([kind, [line]]);
  }
  return runs;
};

const kindOf = (line: ArchiveLine | undefined): string => {
  if (!line) return 'unknown';
  if ('node' in line) return `node ${line.node}`;
  if ('shared' in line) return `shared ${line.shared}`;
  if ('link' in line) return `link ${line.from[0]} ${line.link} ${line.to[0]}`;
  return 'copy';
};

const add = (sum: Imported, more: Imported): void => {
  for (const [label, count] of Object.entries(more.nodes)) sum.nodes[label] = (sum.nodes[label] ?? 0) + count;
  sum.links += more.links;
  sum.missing += more.missing;
  sum.skipped += more.skipped;
};
