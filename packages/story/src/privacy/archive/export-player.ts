import { id } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import { Player, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { assertMayActFor } from '../may-act-for.ts';
import { type ArchiveLine, headerFor } from './lines.ts';
import { sections } from './sections.ts';

export const exportPartInput = z.strictObject({
  playerId: id('ply'),
  /** The `next` of the part before. */
  after: z.string().max(2_000).optional(),
});
export type ExportPart = z.output<typeof exportPartInput>;

export const exportedPart = z.object({
  /** Each is a line of the file. */
  lines: z.array(z.string()),
  next: z.string().nullable(),
});
export type ExportedPart = z.output<typeof exportedPart>;

const cursor = z.object({
  section: z.int().min(0),
  place: z.array(z.string()),
  nodes: z.int().min(0),
  links: z.int().min(0),
});
type Cursor = z.output<typeof cursor>;

/** Lines of one answer, if there are as many; a page of nodes more, at most. */
const ENOUGH = 500;

/** Some lines of a player's archive, from its beginning or from where the part before ended. */
export const exportPart = async (
  platform: Scoped<StoryGraph>,
  { playerId, after }: ExportPart,
): Promise<ExportedPart> => {
  assertMayActFor(platform, playerId);
  await platform.repo(Player).get({ playerId, select: { playerId: true } });
  const system = platform.asSystem('to export all that is held on a player');
  const lines: string[] = [];
  if (after === undefined) {
    await platform.audit.record({
      action: 'story.privacy.export',
      access: 'read',
      owner: playerId,
      outcome: 'ok',
    });
    lines.push(JSON.stringify(headerFor(playerId, platform.now())));
  }
  const at: Cursor = after === undefined ? { section: 0, place: [], nodes: 0, links: 0 } : decoded(after);
  while (lines.length < ENOUGH) {
    const section = sections[at.section];
    if (!section) {
      const end: ArchiveLine = { end: { nodes: at.nodes, links: at.links } };
      return { lines: [...lines, JSON.stringify(end)], next: null };
    }
    const page = await section(system, playerId, at.place);
    for (const line of page.lines) {
      if ('node' in line) at.nodes++;
      if ('link' in line) at.links++;
      lines.push(JSON.stringify(line));
    }
    at.place = [...(page.next ?? [])];
    if (!page.next) at.section++;
  }
  return { lines, next: Buffer.from(JSON.stringify(at)).toString('base64url') };
};

/**
 * All that is held on a player, a line of JSON each: nodes, relationships, messages out of archives, what is cached of them,
 * and who has seen them.
 *
 * @example await pipeline(exportPlayer(platform, { playerId }), createWriteStream('player.ndjson'));
 */
export async function* exportPlayer(
  platform: Scoped<StoryGraph>,
  { playerId }: Pick<ExportPart, 'playerId'>,
): AsyncGenerator<string, void> {
  for (let after: string | undefined; ; ) {
    const { lines, next } = await exportPart(platform, { playerId, ...(after !== undefined && { after }) });
    for (const line of lines) yield `${line}\n`;
    if (next === null) return;
    after = next;
  }
}

const decoded = (text: string): Cursor => {
  try {
    return cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch (cause) {
    throw new GraphkeepError('invalid_input', 'after must be the `next` of the part before.', {
      field: 'after',
      cause,
    });
  }
};
