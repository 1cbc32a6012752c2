import type { Suite } from './define-suite.ts';

/** Every suite there is, by name; loaded when it is asked for, so that its stores' drivers are not needed before. */
export type Suites = Readonly<Record<string, () => Promise<Suite>>>;

export const suites: Suites = {
  api: async () => (await import('./suites/api.ts')).api,
  cache: async () => (await import('./suites/cache.ts')).cache,
  'cache-load': async () => (await import('./suites/cache-load.ts')).cacheLoad,
  'graph-sizes': async () => (await import('./suites/graph-sizes.ts')).graphSizes,
  'graph-stream': async () => (await import('./suites/graph-stream.ts')).graphStream,
  'graph-journal': async () => (await import('./suites/graph-journal.ts')).graphJournal,
  'graph-reads': async () => (await import('./suites/graph-reads.ts')).graphReads,
  'graph-writes': async () => (await import('./suites/graph-writes.ts')).graphWrites,
  graph: async () => (await import('./suites/graph.ts')).graph,
  harness: async () => (await import('./suites/harness.ts')).harness,
  infra: async () => (await import('./suites/infra.ts')).infra,
  'infra-answers': async () => (await import('./suites/infra-answers.ts')).infraAnswers,
  'infra-graph': async () => (await import('./suites/infra-graph.ts')).infraGraph,
  load: async () => (await import('./suites/load.ts')).load,
  sdk: async () => (await import('./suites/sdk.ts')).sdk,
  story: async () => (await import('./suites/story.ts')).story,
};
