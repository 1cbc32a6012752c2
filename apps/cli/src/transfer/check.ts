import { checkExport } from '@graphkeep/graph';
import type { Graph } from '@graphkeep/models';
import type { Answer, Work } from '../frame/work.ts';
import { encryptionOf, openStore } from './stores.ts';

/** Reads an export to its end, in a graph that is gone afterwards. */
export const check = async (
  work: Work,
  graph: Graph,
  lines: () => AsyncIterable<string>,
): Promise<Answer> => {
  const config = work.config();
  await using opened = await openStore(config, { url: 'memory:', for: 'fill' });
  const progress = work.progress('reading');
  const summary = await checkExport(opened.store, graph, lines(), {
    ...{ signal: work.signal, encryption: encryptionOf(config) },
    onProgress: progress.tell,
  });
  progress.end();
  const rows = Object.entries({ ...summary.nodes, ...summary.links }).map(
    ([name, count]) => `${count} ${name}\n`,
  );
  return { value: summary, text: `the file is whole (${summary.digest})\n${rows.join('')}` };
};
