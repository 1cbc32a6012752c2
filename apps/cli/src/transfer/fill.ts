import type { FillProgress, FillReport } from '@graphkeep/graph';
import type { Graph } from '@graphkeep/models';
import type { Answer, Work } from '../frame/work.ts';

export interface Filling {
  readonly graph: Graph;
  readonly lines: () => AsyncIterable<string>;
  readonly source: string;
  /** The address of what is filled. */
  readonly url: string;
  readonly merge: boolean;
}

const labels: Readonly<Record<FillProgress['step'], string>> = {
  check: 'reading',
  write: 'writing',
  verify: 'comparing',
};

/** Fills the graph at an address, step by step, and tells what became of it. */
export const fill = async (work: Work, { graph, lines, source, url, merge }: Filling): Promise<Answer> => {
  const [{ fillGraph }, { encryptionOf, openStore, shownUrl }] = await Promise.all([
    import('@graphkeep/graph'),
    import('./stores.ts'),
  ]);
  const { signal } = work;
  const config = work.config();
  await using opened = await openStore(config, { url, for: 'fill' });
  let step: FillProgress['step'] = 'check';
  let progress = work.progress(labels[step]);
  try {
    const report = await fillGraph(opened.store, graph, lines, {
      ...{ source, signal, encryption: encryptionOf(config) },
      existing: merge ? 'merge' : 'refuse',
      // Each of its chains has its own numbers and seals.
      neverMerged: ['GraphkeepAuditChain'],
      onProgress: (told) => {
        if (told.step !== step) {
          progress.end();
          step = told.step;
          progress = work.progress(labels[step]);
        }
        progress.tell(told.done, told.total);
      },
    });
    progress.end();
    return { value: report, text: textOf(report, shownUrl(url)) };
  } catch (error) {
    progress.end();
    if (step !== 'check')
      work.say(
        `The graph at ${shownUrl(url)} is marked as unfinished: no server opens it. The same command begins again and doubles nothing.`,
      );
    throw error;
  }
};

const textOf = ({ nodes, links, digest, verified }: FillReport, url: string): string => {
  const sum = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((all, one) => all + one, 0);
  const compared =
    verified === 'content' ? `all of it is as in the source (${digest})` : 'their counts are right';
  return `${sum(nodes)} nodes and ${sum(links)} relationships are in ${url}: ${compared}\nwhere Redis holds what was cached of it: graphkeep cache clean --all\n`;
};
