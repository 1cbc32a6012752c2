import { GraphkeepError } from '@graphkeep/core';
import type { Field, Graph, NodeDefinition } from '@graphkeep/models';
import { encryptingCodec } from '../encryption/encrypting-codec.ts';
import type { EncryptionKeys } from '../encryption/keys.ts';
import type { Call, Codec, Engine, Row, Run } from '../engine/engine.ts';
import { engineOf } from '../engine-of.ts';
import { readHistory } from '../migrations/history.ts';
import type { GraphStore } from '../open-graph.ts';
import { openDigest } from './digest.ts';
import { concreteNodes, type Footer, type Header, headerOf, type LinkLine, type NodeLine } from './lines.ts';
import { kindsOf, type TransferKind } from './link-kinds.ts';
import { lastKeyOf, linkPage, nodePage, type Range, storedOf } from './pages.ts';
import { patiently } from './patiently.ts';
import { exportedValues } from './values.ts';

export interface ExportOptions {
  /**
   * Encrypted fields as they are kept, which needs no key, or in the clear, which needs `encryption`.
   * @default 'keep'
   */
  readonly encrypted?: Header['encrypted'];
  readonly encryption?: EncryptionKeys;
  readonly signal?: AbortSignal;
}

/** Nodes of a page, and relationships. */
const PAGE = 1_000;
/**
 * The embedded engine sorts all that is left for each page. Within the bounds of a window only what is left of that is
 * sorted, so that a million nodes take twenty sorts of all and not a thousand.
 */
const WINDOW = 50_000;

/**
 * Every node of a graph's definitions, and every relationship between them, a line of JSON each. Values are what they
 * mean, so that any engine can take them. It reads page after page: what changes meanwhile is in it or not. What the
 * store keeps for itself, such as its journal, is not in it.
 */
export async function* exportGraph<G extends Graph>(
  store: GraphStore<G>,
  graph: Graph,
  options: ExportOptions = {},
): AsyncGenerator<string, void> {
  const engine = engineOf(store);
  const { encrypted = 'keep' } = options;
  const run = patiently(options.signal);
  const source: Source = {
    read: (statement) => run((call) => engine.read(statement, call)),
    codec: encryptingCodec(engine.codec, options.encryption, Object.values(graph)),
    encrypted,
  };
  yield lineOf(headerOf(graph, new Date(), encrypted, await run((call) => appliedMigrations(engine, call))));
  const counts = { nodes: 0, links: 0 };
  const digest = openDigest();
  const digested = (line: NodeLine | LinkLine): string => {
    const text = lineOf(line);
    digest.add(text);
    return text;
  };
  for (const definition of concreteNodes(graph))
    for await (const line of nodesOf(source, definition)) {
      counts.nodes++;
      yield digested(line);
    }
  for (const kind of kindsOf(graph))
    for await (const line of linksOf(source, kind)) {
      counts.links++;
      yield digested(line);
    }
  yield lineOf({ end: { ...counts, digest: digest.text() } });
}

/** One that was begun and has not ended leaves data that are neither old nor new. */
const appliedMigrations = async (engine: Engine, call: Call): Promise<Header['migrations']> => {
  const all = await readHistory(engine, call);
  const begun = all.find(({ state }) => state !== 'applied');
  if (begun)
    throw new GraphkeepError(
      'wrong_state',
      `The migration ${begun.name} was begun and has not ended: end it before anything is exported.`,
    );
  return all.map(({ name, checksum, expand }) => ({ name, checksum, expand }));
};

interface Source {
  readonly read: Run;
  readonly codec: Codec;
  readonly encrypted: Header['encrypted'];
}

const lineOf = (line: Header | NodeLine | LinkLine | Footer): string => `${JSON.stringify(line)}\n`;

async function* nodesOf(source: Source, definition: NodeDefinition): AsyncGenerator<NodeLine> {
  const { codec } = source;
  const sealedFields = definition.fields.filter(({ encrypted }) => encrypted && source.encrypted === 'keep');
  const fields = definition.fields.filter((field) => !sealedFields.includes(field));
  const names = definition.fields.flatMap(({ stored, blind }) =>
    blind === undefined ? [stored] : [stored, blind],
  );
  const nodeLine = (row: Row): NodeLine => {
    const stored = storedOf(names, row, 1);
    const sealed = sealedFields
      .filter((field) => typeof stored[field.stored] === 'string')
      .map(({ name, stored: property, blind }): [string, [string, string | null]] => [
        name,
        [String(stored[property]), textOrNull(blind === undefined ? null : stored[blind])],
      ]);
    return {
      node: definition.label,
      values: exportedValues(fields, stored, codec, wrongKind(`${definition.label} ${String(row[0])}`)),
      ...(sealed.length > 0 && { sealed: Object.fromEntries(sealed) }),
    };
  };
  for await (const { above, upTo } of windows(source, definition, WINDOW)) {
    let after = above;
    for (;;) {
      const { rows } = await source.read(nodePage(definition, names, { above: after, upTo }, PAGE, codec));
      for (const row of rows) yield nodeLine(row);
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) break;
      after = String(last[0]);
    }
  }
}

/** The keys of a definition in ranges of so many. */
async function* windows(
  { read, codec }: Source,
  definition: NodeDefinition,
  size: number,
  range: Range = { above: undefined, upTo: undefined },
): AsyncGenerator<Range> {
  let { above } = range;
  for (;;) {
    const { rows } = await read(lastKeyOf(definition, { above, upTo: range.upTo }, size, codec));
    const upTo = rows[0]?.[0];
    if (typeof upTo !== 'string') return;
    yield { above, upTo };
    above = upTo;
  }
}

async function* linksOf(source: Source, kind: TransferKind): AsyncGenerator<LinkLine> {
  for await (const window of windows(source, kind.from, WINDOW))
    for await (const range of windows(source, kind.from, PAGE, window)) yield* linksFrom(source, kind, range);
}

async function* linksFrom(source: Source, kind: TransferKind, range: Range): AsyncGenerator<LinkLine> {
  const { codec } = source;
  const names = kind.fields.map(({ stored }) => stored);
  let after: readonly [string, string] | undefined;
  for (;;) {
    const { rows } = await source.read(linkPage(kind, names, { range, after, limit: PAGE }, codec));
    for (const row of rows)
      yield {
        link: kind.type,
        from: [kind.from.label, String(row[0])],
        to: [kind.to.label, String(row[1])],
        values: exportedValues(
          kind.fields,
          storedOf(names, row, 2),
          codec,
          wrongKind(`${kind.type} of ${kind.from.label} ${String(row[0])}`),
        ),
      };
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = [String(last[0]), String(last[1])];
  }
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const wrongKind =
  (of: string) =>
  ({ name, kind, element }: Field) =>
    new GraphkeepError(
      'internal',
      `${name} of ${of} is no ${element ? `list of ${element}` : kind} in the store: correct it there, so that it can be exported.`,
      { field: name },
    );
