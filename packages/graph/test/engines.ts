import type { Graph } from '@graphkeep/models';
import { testNeo4j } from '@graphkeep/services';
import { type GraphOptions, type GraphStore, openGraph } from '../src/index.ts';
import { neo4jOptions } from './neo4j-options.ts';

export const guard = { timeoutMs: 10_000, retry: { attempts: 3, delayMs: 20, factor: 2, maxDelayMs: 200 } };

export interface TestEngine {
  readonly name: string;
  open<G extends Graph>(graph: G, options?: Partial<GraphOptions<G>>): Promise<GraphStore<G>>;
}

/** Every engine that can be had here: the same suite runs on all of them. Each test file asks for its own. */
export const testEngines = async (): Promise<readonly TestEngine[]> => {
  const embedded: TestEngine = {
    name: 'embedded',
    open: (graph, options) => openGraph({ graph, url: 'memory:', guard, ...options }),
  };
  const neo4j = await testNeo4j();
  if (!neo4j) return [embedded];
  const settings = { url: neo4j.url, neo4j: neo4jOptions(neo4j.password), guard };
  return [
    embedded,
    { name: 'neo4j', open: (graph, options) => openGraph({ graph, ...settings, ...options }) },
  ];
};
