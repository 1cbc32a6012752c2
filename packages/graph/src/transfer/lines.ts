import { createHash } from 'node:crypto';
import { GraphkeepError } from '@graphkeep/core';
import type { Field, FieldKind, Graph, NodeDefinition } from '@graphkeep/models';
import { z } from 'zod';
import { kindsOf } from './link-kinds.ts';

const VERSION = 1;

const values = z.record(z.string(), z.json());

/** The first line says what the rest means, so that an export can be read without the program that wrote it. */
const header = z.object({
  graphkeep: z.literal('export'),
  version: z.literal(VERSION),
  /** When it was begun. */
  at: z.iso.datetime(),
  /** The same for the same definitions. */
  hash: z.string(),
  /** The kind of each field: `date`, or `date[]` for a list. */
  nodes: z.record(z.string(), z.object({ key: z.string(), fields: z.record(z.string(), z.string()) })),
  encrypted: z.enum(['keep', 'decrypt']),
  /** What was applied to the store before; none in exports of before there was a record of it. */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string(), expand: z.boolean() })).default([]),
});

const node = z.object({
  node: z.string(),
  values,
  /** Encrypted fields as they are kept: the ciphertext and its blind index. */
  sealed: z.record(z.string(), z.tuple([z.string(), z.string().nullable()])).optional(),
});

const end = z.tuple([z.string(), z.string()]);
const link = z.object({
  link: z.string(),
  /** Label and key of the node that it leads from. */
  from: end,
  to: end,
  values,
});

/** The last line: without it an export was cut off. */
const footer = z.object({
  end: z.object({
    nodes: z.int(),
    links: z.int(),
    /** Of the lines between the first and this one; missing in exports of before there was one. */
    digest: z.string().optional(),
  }),
});

const line = z.union([node, link, footer]);

export type Header = z.infer<typeof header>;
export type NodeLine = z.infer<typeof node>;
export type LinkLine = z.infer<typeof link>;
export type Footer = z.infer<typeof footer>;
export type Line = z.infer<typeof line>;

export const headerOf = (
  graph: Graph,
  at: Date,
  encrypted: Header['encrypted'],
  migrations: Header['migrations'] = [],
): Header => {
  const nodes = Object.fromEntries(
    concreteNodes(graph).map(({ label, key, fields }) => [
      label,
      { key, fields: Object.fromEntries(fields.map((field) => [field.name, kindOf(field)])) },
    ]),
  );
  const links = kindsOf(graph).map(({ id, fields }) => [
    id,
    fields.map((field) => [field.stored, kindOf(field)]),
  ]);
  const hash = createHash('sha256')
    .update(JSON.stringify([nodes, links]))
    .digest('base64url')
    .slice(0, 22);
  return { graphkeep: 'export', version: VERSION, at: at.toISOString(), hash, nodes, encrypted, migrations };
};

/** Nodes that are written: an abstract one is a label of others. */
export const concreteNodes = (graph: Graph): readonly NodeDefinition[] =>
  Object.values(graph).filter(({ traits }) => !traits.abstract);

const kindOf = ({ kind, element }: Field): FieldKind | `${FieldKind}[]` =>
  kind === 'list' && element ? `${element}[]` : kind;

export const parseHeader = (text: string): Header => {
  const read = header.safeParse(parseJson(text, 1));
  if (read.success) return read.data;
  throw wrongLine(1, `it is no header of an export of version ${VERSION}`);
};

export const parseLine = (text: string, number: number): Line => {
  const read = line.safeParse(parseJson(text, number));
  if (read.success) return read.data;
  throw wrongLine(number, 'it is no node, no link and no end');
};

const parseJson = (text: string, number: number): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw wrongLine(number, error instanceof Error ? error.message : String(error));
  }
};

export const wrongLine = (number: number, problem: string) =>
  new GraphkeepError('invalid_input', `Line ${number} of the export cannot be read: ${problem}.`, {
    field: `lines.${number}`,
  });
