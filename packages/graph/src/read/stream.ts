import type { EntityOf, FindInput, Graph, IncludeOf, LabelOf, LoadedOf, SelectOf } from '@graphkeep/models';
import type { Entity } from '../decode.ts';
import type { Row, Statement } from '../engine/engine.ts';
import { bounds } from '../statements/bounds.ts';
import { columnsOf, keyColumns } from '../statements/column.ts';
import { type Layout, layoutOf } from '../statements/projection.ts';
import { listStatement } from '../statements/read.ts';
import { wrong } from '../statements/values.ts';
import { layoutOfList, listOf, sortValues, type UntypedFirstInput } from './find.ts';
import { isThere, rowsOf } from './get.ts';
import { homes } from './includes.ts';
import { assertOptions, type Reader } from './reader.ts';

type Nothing = Record<never, never>;

interface StreamOptions {
  /** Nodes of one read. @default 500 */
  readonly chunk?: number;
  /** Ends the stream with its reason. */
  readonly signal?: AbortSignal;
}

export interface Streams<G extends Graph, L extends LabelOf<G>> {
  /**
   * All nodes that a filter finds, one by one, in memory for one chunk. Each chunk is a read of its own, not one cursor
   * that is kept open: a node that is written meanwhile may be seen or not, and none is seen twice unless its place in
   * the order changes.
   */
  stream<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(
    input?: Omit<FindInput<G, L, I, S, O>, 'limit' | 'after' | 'before'> & StreamOptions,
  ): AsyncIterable<LoadedOf<G, L, I, S, O>>;
}

/** The same before its definition gives it types. */
export interface UntypedStreams {
  stream(input?: UntypedFirstInput & StreamOptions): AsyncIterable<Entity>;
}

const CHUNK = 500;
const options = new Set([
  ...['where', 'orderBy', 'include', 'select', 'omit', 'withDeleted'],
  ...['chunk', 'signal'],
]);

export const streams = (reader: Reader): UntypedStreams => ({
  stream: (input = {}) => {
    assertOptions(input, options);
    const { chunk = CHUNK } = input;
    if (!Number.isInteger(chunk) || chunk < 1 || chunk > bounds.streamChunk)
      throw wrong('chunk', `chunk must be 1 to ${bounds.streamChunk}.`);
    return chunks(reader, input, chunk);
  },
});

async function* chunks(
  reader: Reader,
  input: UntypedFirstInput & StreamOptions,
  chunk: number,
): AsyncGenerator<Entity, void> {
  for await (const entities of reader.ground.engine === 'embedded'
    ? keysFirst(reader, input, chunk)
    : pages(reader, input, chunk))
    for (const entity of entities) {
      input.signal?.throwIfAborted();
      yield entity;
    }
}

/** Page by page, with a state of its own each. */
const pages = (
  reader: Reader,
  input: UntypedFirstInput,
  chunk: number,
): AsyncGenerator<readonly Entity[], void> => {
  const layout = layoutOfList(reader, input, listOf(reader, input).sorts);
  return walk(reader, input, layout, chunk, (statement) =>
    reader.consistently(input.include, async (run) => {
      const { rows } = await run(statement);
      return { rows, taken: await reader.entities(run, layout, rows, input.include) };
    }),
  );
};

/** Keys of one scan: taking their rows over blocks this thread for about 25 ms. */
const KEYS = 25_000;

/**
 * The embedded engine has no ordered index, so that each page looks at every node. There the keys are read for many pages
 * at once, and the nodes by their keys.
 */
async function* keysFirst(
  reader: Reader,
  input: UntypedFirstInput,
  chunk: number,
): AsyncGenerator<readonly Entity[], void> {
  const { ground, definition } = reader;
  const { sorts } = listOf(reader, input);
  const columns = columnsOf(ground.graph, definition);
  const sorted = sorts.flatMap(({ field }) => columns.get(field.name) ?? []);
  const keys = layoutOf([], [...sorted, ...keyColumns(ground.graph, definition)]);
  const homeOf = homes(ground.graph, definition, keys.indexOf);
  const [reading, layout] = [reader.reading(input.withDeleted), reader.layout(input)];
  const scans = walk(reader, input, keys, KEYS, async (statement) => {
    const { rows } = await ground.read(statement);
    return { rows, taken: rows.map(homeOf) };
  });
  for await (const places of scans)
    for (let at = 0; at < places.length; at += chunk)
      yield await reader.consistently(input.include, async (run) => {
        const rows = await rowsOf(run, reading, layout, places.slice(at, at + chunk));
        return reader.entities(run, layout, rows.filter(isThere), input.include);
      });
}

/** What is taken of a list, page by page, each begun where the last one ended. */
async function* walk<T>(
  reader: Reader,
  input: UntypedFirstInput,
  layout: Layout,
  limit: number,
  take: (statement: Statement) => Promise<{ readonly rows: readonly Row[]; readonly taken: T }>,
): AsyncGenerator<T, void> {
  const { where, sorts } = listOf(reader, input);
  const reading = reader.reading(input.withDeleted);
  let after: (() => readonly unknown[]) | undefined;
  for (;;) {
    const { rows, taken } = await take(listStatement(reading, layout, { where, sorts, after, limit }));
    yield taken;
    const last = rows.at(-1);
    if (!last || rows.length < limit) return;
    const values = sortValues(reader, layout, sorts, last);
    after = () => values;
  }
}
