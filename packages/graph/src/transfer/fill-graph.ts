import { GraphkeepError } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import type { EncryptionKeys } from '../encryption/keys.ts';
import type { Engine } from '../engine/engine.ts';
import { engineOf } from '../engine-of.ts';
import { recordState } from '../migrations/history.ts';
import type { GraphStore } from '../open-graph.ts';
import { keyField } from '../statements/column.ts';
import { node, property } from '../statements/cypher.ts';
import { checkExport, type ExportSummary } from './check-export.ts';
import { exportGraph } from './export-graph.ts';
import { beginFilling, endFilling, readFilling } from './filling.ts';
import { importGraph } from './import-graph.ts';
import { concreteNodes, type Header, parseHeader } from './lines.ts';
import { patiently } from './patiently.ts';

export interface FillOptions {
  /** Of people: which export it is. Whoever goes on with a filling that broke off must name the same. */
  readonly source: string;
  /**
   * What to do where there is something already: an export into it makes those nodes what the export says, and leaves the
   * rest.
   * @default 'refuse'
   */
  readonly existing?: 'refuse' | 'merge';
  /** Labels of which an export must have none where the store has some: together they would mean nothing. */
  readonly neverMerged?: readonly string[];
  readonly encryption?: EncryptionKeys | undefined;
  readonly onProgress?: (progress: FillProgress) => void;
  readonly signal?: AbortSignal | undefined;
}
export interface FillProgress {
  readonly step: 'check' | 'write' | 'verify';
  /** Lines of the export, and all of them where that is known. */
  readonly done: number;
  readonly total: number | undefined;
}

export interface FillReport extends Omit<ExportSummary, 'isEncryptedHere'> {
  /** Where something was there before, or is encrypted only now, the counts alone can be compared. */
  readonly verified: 'content' | 'counts';
}

/**
 * Fills a store with an export: reads it to its end first, then writes, then compares. From the first write until all was
 * compared the store is marked as unfinished, and no program opens it for anything else. After a cancel or a kill the same
 * call goes on from the beginning of the export, and nothing is there twice.
 */
export const fillGraph = async <G extends Graph>(
  store: GraphStore<G>,
  graph: Graph,
  /** Is called twice, and answers the same export each time. */
  lines: () => AsyncIterable<string>,
  { source, existing = 'refuse', neverMerged = [], encryption, onProgress = () => {}, signal }: FillOptions,
): Promise<FillReport> => {
  const engine = engineOf(store);
  const run = patiently(signal);
  const told = (step: FillProgress['step'], total?: number) => (done: number) =>
    onProgress({ step, done, total });
  const header: { value?: Header } = {};
  const expected = await checkExport(store, graph, withHeader(lines(), header), {
    ...{ encryption, signal },
    onProgress: told('check'),
  });
  const total = countOf(expected);
  const alone = neverMerged.filter((label) => expected.nodes[label] !== undefined);
  const isEmpty = await mayFill(store, graph, { source, existing, alone });
  await run((call) => beginFilling(engine, source, call));
  const tellWritten = told('write', total);
  const written = await importGraph(store, graph, lines(), {
    ...(encryption && { encryption }),
    ...(signal && { signal }),
    onProgress: ({ finishedLines }) => tellWritten(finishedLines),
  });
  assertCounts(expected, written, 'was read the second time');
  for (const one of header.value?.migrations ?? [])
    await run((call) =>
      engine.transaction('write', (within) => recordState(within, engine, one, 'applied'), call),
    );
  const found = await checkExport(store, graph, exportGraph(store, graph), {
    ...{ encryption, signal },
    onProgress: told('verify', total),
  });
  assertCounts(expected, found, 'is in the store', isEmpty ? 'equal' : 'at least');
  const isComparable = isEmpty && !expected.isEncryptedHere;
  if (isComparable && expected.digest !== found.digest)
    throw differs('as many nodes and relationships are in the store, but not the same ones');
  await run((call) => endFilling(engine, call));
  const { isEncryptedHere: _, ...summary } = expected;
  return { ...summary, verified: isComparable ? 'content' : 'counts' };
};

async function* withHeader(
  lines: AsyncIterable<string>,
  header: { value?: Header },
): AsyncGenerator<string, void> {
  for await (const line of lines) {
    header.value ??= parseHeader(line);
    yield line;
  }
}

const countOf = ({ nodes, links }: Counts): number =>
  [nodes, links].flatMap((counts) => Object.values(counts)).reduce((sum, one) => sum + one, 0);

interface Terms extends Required<Pick<FillOptions, 'source' | 'existing'>> {
  /** Labels of the export that are never merged. */
  readonly alone: readonly string[];
}

/** Whether the store has nothing but what this export has put into it. */
const mayFill = async <G extends Graph>(
  store: GraphStore<G>,
  graph: Graph,
  { source, existing, alone }: Terms,
): Promise<boolean> => {
  const engine = engineOf(store);
  const run = patiently(undefined);
  const filling = await run((call) => readFilling(engine, call));
  if (filling === source) return existing === 'refuse';
  if (filling !== undefined)
    throw new GraphkeepError(
      'wrong_state',
      `The store was being filled from ${filling}, and that has not ended: do it again, or empty the store.`,
    );
  const there = await labelsThere(engine, graph);
  if (there.length === 0) return true;
  const both = alone.filter((label) => there.includes(label));
  if (both.length > 0 && existing === 'merge')
    throw new GraphkeepError(
      'wrong_state',
      `Both the store and the export have ${both.join(', ')}, which cannot be merged: make the export without.`,
    );
  if (existing === 'merge') return false;
  throw new GraphkeepError(
    'wrong_state',
    `The store is not empty: it has ${there.join(', ')}. Empty it, or say that the export is to be merged into it.`,
  );
};

const labelsThere = async (engine: Engine, graph: Graph): Promise<readonly string[]> => {
  const run = patiently(undefined);
  const there: string[] = [];
  for (const definition of concreteNodes(graph)) {
    const key = property('n', keyField(definition).stored);
    const text = `MATCH ${node('n', definition)} RETURN ${key} AS \`key\` LIMIT 1`;
    const { rows } = await run((call) => engine.read({ text, params: {}, operation: 'filling.look' }, call));
    if (rows.length > 0) there.push(definition.label);
  }
  return there;
};

type Counts = Pick<ExportSummary, 'nodes' | 'links'>;

const assertCounts = (
  expected: Counts,
  found: Counts,
  where: string,
  how: 'equal' | 'at least' = 'equal',
): void => {
  const names = new Set(
    [expected, found].flatMap(({ nodes, links }) => [...Object.keys(nodes), ...Object.keys(links)]),
  );
  const countIn = ({ nodes, links }: Counts, name: string): number => nodes[name] ?? links[name] ?? 0;
  const problems = [...names].flatMap((name) => {
    const [wanted, is] = [countIn(expected, name), countIn(found, name)];
    const isWrong = how === 'equal' ? is !== wanted : is < wanted;
    return isWrong ? [`${is} ${name} instead of ${wanted}`] : [];
  });
  if (problems.length > 0) throw differs(`${problems.join(', ')} ${where}`);
};

const differs = (what: string) =>
  new GraphkeepError(
    'wrong_state',
    `The store is not what the export says: ${what}. Nothing else may write meanwhile; do it again, after the store is emptied.`,
  );
