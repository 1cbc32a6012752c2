import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { CriticalPaths } from '@graphkeep/models/infra';
import type { Adjacency, AdjacencyBuilder, Collected, Links } from './adjacency.ts';
import { type Found, findingsIn } from './findings-in.ts';

/** What follows from who depends on whom. */
export interface Findings {
  /** Those with the most dependents first. */
  readonly crowded: NonNullable<CriticalPaths['singlePoints']>;
  /** Those without which others are cut off, in the same order. */
  readonly articulation: NonNullable<CriticalPaths['singlePoints']>;
  readonly longestChains: NonNullable<CriticalPaths['longestChains']>;
  readonly cycles: NonNullable<CriticalPaths['cycles']>;
}

/** A larger graph would hold up all other work: it is looked through in a thread, which shares its memory. */
const IN_THREAD_FROM = 20_000;

/** Makes a graph of what was collected, and finds what is to be found in it. */
export const lookThrough = async (
  builder: AdjacencyBuilder,
  signal: AbortSignal,
): Promise<{ readonly graph: Adjacency; readonly findings: Findings }> => {
  if (builder.nodes + builder.edges < IN_THREAD_FROM) {
    const graph = builder.build();
    return { graph, findings: named(graph, findingsIn(graph)) };
  }
  const { links, found } = await inThread(builder.take(), signal);
  const graph = builder.adjacencyOf(links);
  return { graph, findings: named(graph, found) };
};

const named = ({ keyOf }: Adjacency, found: Found): Findings => {
  const point = ({ node, ...rest }: Found['crowded'][number]) => ({ serviceId: keyOf(node), ...rest });
  return {
    crowded: found.crowded.map(point),
    articulation: found.articulation.map(point),
    longestChains: found.longestChains.map((chain) => chain.map(keyOf)),
    cycles: found.cycles.map(({ path, members }) => ({
      path: fromLeast(path.map(keyOf)),
      services: members,
    })),
  };
};

export interface LookedThrough {
  readonly links: Links;
  readonly found: Found;
}

const inThread = async (collected: Collected, signal: AbortSignal): Promise<LookedThrough> => {
  // From sources it is TypeScript, which Node reads by itself; built, it is the JavaScript beside this file.
  const file = new URL(
    `./findings-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
    import.meta.url,
  );
  const { from, to } = collected;
  const worker = new Worker(file, { workerData: collected, transferList: [from.buffer, to.buffer] });
  try {
    const [answer] = await once(worker, 'message', { signal });
    return answer;
  } finally {
    await worker.terminate();
  }
};

/** The same way round, from the least of its keys. */
const fromLeast = (path: readonly string[]): readonly string[] => {
  const least = path.reduce((best, key, at) => (key < (path[best] ?? '') ? at : best), 0);
  return [...path.slice(least), ...path.slice(0, least)];
};
