import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { createSchema, type Field, type NodeDefinition } from '@graphkeep/models';
import { infraGraph } from '@graphkeep/models/infra';
import type { Estate, EstateLabel, EstateLink } from './estate.ts';

export interface CsvOptions {
  /** When the nodes say that they were made. */
  readonly now: Date;
  readonly signal?: AbortSignal;
  /** Told now and then. */
  readonly onProgress?: (done: { readonly nodes: number; readonly links: number }) => void;
}

export interface EstateFiles {
  readonly nodes: number;
  readonly links: number;
  /** What `neo4j-admin database import full` is told of the files. */
  readonly arguments: readonly string[];
}

const HIGH_WATER = 1 << 20;
const TOLD_EVERY = 100_000;
/** Stands between the parts of a list: the character that is made for it, which no name has. */
const UNIT = '\u001f';
const types = {
  string: 'string',
  integer: 'long',
  float: 'double',
  boolean: 'boolean',
  date: 'datetime',
} as const;

/**
 * Writes an estate to files for the bulk import of an empty Neo4j, for estates that would take hours over its protocol. The
 * constraints and indexes are made afterwards, by the first start of a server on it.
 */
export const writeEstateCsv = async (
  estate: Estate,
  folder: string,
  { now, signal, onProgress = () => {} }: CsvOptions,
): Promise<EstateFiles> => {
  await mkdir(folder, { recursive: true });
  const files = new Map<string, { readonly option: string; readonly stream: WriteStream; text: string }>();
  const fileOf = (name: string, header: string, option: string) => {
    const known = files.get(name);
    if (known) return known;
    const stream = createWriteStream(join(folder, `${name}.csv`), { highWaterMark: HIGH_WATER });
    const made = { option: `${option}=${join(folder, `${name}.csv`)}`, stream, text: `${header}\n` };
    files.set(name, made);
    return made;
  };
  const done = { nodes: 0, links: 0 };
  const add = async (file: ReturnType<typeof fileOf>, line: string): Promise<void> => {
    file.text += line;
    if ((done.nodes + done.links) % TOLD_EVERY === 0) {
      signal?.throwIfAborted();
      onProgress({ ...done });
    }
    if (file.text.length < HIGH_WATER) return;
    const { text } = file;
    file.text = '';
    if (!file.stream.write(text)) await once(file.stream, 'drain');
  };

  const writers = new Map<EstateLabel, NodeWriter>();
  try {
    for (const { label, node } of estate.nodes()) {
      const writer = writers.get(label) ?? nodeWriter(infraGraph[label], now);
      writers.set(label, writer);
      done.nodes += 1;
      await add(fileOf(label, writer.header, '--nodes'), writer.line(node));
    }
    for (const link of estate.links()) {
      const { from, type, to } = link;
      done.links += 1;
      const header = `:START_ID(${from[0]}),:END_ID(${to[0]})${link.properties ? ',kind:string,critical:boolean' : ''}`;
      const name = [from[0], type, to[0]].join('-');
      await add(fileOf(name, header, `--relationships=${type}`), linkLine(link));
    }
    for (const { stream, text } of files.values()) stream.end(text);
    await Promise.all([...files.values()].map(({ stream }) => finished(stream)));
  } catch (error) {
    for (const { stream } of files.values()) stream.destroy();
    throw error;
  }
  return {
    ...done,
    arguments: [
      ...['--id-type=string', `--array-delimiter=${UNIT}`, '--multiline-fields=true'],
      ...[...files.values()].map(({ option }) => option),
    ],
  };
};

interface NodeWriter {
  readonly header: string;
  line(node: object): string;
}

const nodeWriter = (definition: NodeDefinition, now: Date): NodeWriter => {
  const schema = createSchema(definition);
  const stamps: Readonly<Record<string, unknown>> = { createdAt: now, updatedAt: now };
  const { fields, key, label, labels } = definition;
  return {
    header: [...fields.map((field) => columnOf(field, key, label)), ':LABEL'].join(','),
    line: (node) => {
      const values = { ...(schema.parse(node) as Readonly<Record<string, unknown>>), ...stamps };
      const carried = labels.filter(({ when }) => when === undefined || values[when] !== undefined);
      const all = [label, ...carried.map((one) => one.label)].join(UNIT);
      return `${fields.map(({ name }) => cell(values[name])).join(',')},${all}\n`;
    },
  };
};

const columnOf = ({ name, stored, kind, element }: Field, key: string, label: string): string => {
  if (name === key) return `${stored}:ID(${label})`;
  if (kind === 'json') return `${stored}:string`;
  return kind === 'list' ? `${stored}:${types[element ?? 'string']}[]` : `${stored}:${types[kind]}`;
};

const linkLine = ({ from, to, properties }: EstateLink): string =>
  `${cell(from[1])},${cell(to[1])}${properties ? `,${cell(properties.kind)},${properties.critical}` : ''}\n`;

const cell = (value: unknown): string => {
  if (value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return quoted(value.map(String).join(UNIT));
  return typeof value === 'object' ? quoted(JSON.stringify(value)) : quoted(String(value));
};

/** An empty text would be none at all, so it is quoted too. */
const quoted = (text: string): string =>
  text === '' || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
