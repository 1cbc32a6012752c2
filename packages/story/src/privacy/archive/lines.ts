import { id } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import { z } from 'zod';

const VERSION = 1;

const data = z.record(z.string(), z.unknown());
const end = z.tuple([z.string(), z.string()]);

/** The first line of an archive: whose it is, and which form the rest has. */
const header = z.object({
  graphkeep: z.literal('archive'),
  version: z.int().min(1),
  playerId: id('ply'),
  at: z.iso.datetime(),
});
const node = z.object({ node: z.string(), version: z.int().min(1), data });
/** A node that belongs to nobody, and that one of the player's leads to. */
const shared = z.object({ shared: z.string(), version: z.int().min(1), data });
const link = z.object({
  /** The name of the relationship in the definition of the first end. */
  link: z.string(),
  from: end,
  to: end,
  data: data.optional(),
});
/** What is in another line already, in a form for people, or follows from others; an import leaves it out. */
const copy = z.object({ copy: z.string(), data: z.unknown() });
const footer = z.object({ end: z.object({ nodes: z.int(), links: z.int() }) });

export type ArchiveHeader = z.output<typeof header>;
export type NodeLine = z.output<typeof node>;
export type SharedLine = z.output<typeof shared>;
export type LinkLine = z.output<typeof link>;
type CopyLine = z.output<typeof copy>;
type Footer = z.output<typeof footer>;
export type ArchiveLine = NodeLine | SharedLine | LinkLine | CopyLine | Footer;

const line = z.union([node, shared, link, copy, footer]);

export const headerFor = (playerId: string, at: Date): ArchiveHeader => ({
  graphkeep: 'archive',
  version: VERSION,
  playerId,
  at: at.toISOString(),
});

export const parseHeader = (text: string): ArchiveHeader => {
  const read = header.safeParse(jsonOf(text, 1));
  if (!read.success) throw wrongLine(1, 'it is no header of an archive');
  if (read.data.version > VERSION)
    throw wrongLine(1, `it is of version ${read.data.version}, and this program knows ${VERSION}`);
  return read.data;
};

/** Undefined for a kind of line that this program does not know. */
export const parseLine = (text: string, number: number): ArchiveLine | undefined => {
  const read = line.safeParse(jsonOf(text, number));
  return read.success ? read.data : undefined;
};

const jsonOf = (text: string, number: number): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw wrongLine(number, error instanceof Error ? error.message : String(error));
  }
};

export const wrongLine = (number: number, problem: string) =>
  new GraphkeepError('invalid_input', `Line ${number} of the archive cannot be read: ${problem}.`, {
    field: `lines.${number}`,
  });
