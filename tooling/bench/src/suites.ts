import type { Suite } from './define-suite.ts';

/** Every suite there is, by name; loaded when it is asked for, so that its stores' drivers are not needed before. */
export type Suites = Readonly<Record<string, () => Promise<Suite>>>;

export const suites: Suites = {
  graph: async () => (await import('./suites/graph.ts')).graph,
  harness: async () => (await import('./suites/harness.ts')).harness,
};
