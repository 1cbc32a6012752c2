import { testNeo4j } from '@graphkeep/services';
import { openEmbedded } from '../src/engine/embedded/engine.ts';
import type { Engine, Row } from '../src/engine/engine.ts';
import { openNeo4j } from '../src/engine/neo4j/open-neo4j.ts';
import { neo4jOptions } from './neo4j-options.ts';

export interface BareEngine {
  readonly name: Engine['kind'];
  /** A connection of its own; on the embedded engine an empty graph of its own. */
  open(): Engine;
}

/** The engines without a store on them, for what comes before a store or outlives it. Each test file asks for its own. */
export const bareEngines = async (): Promise<readonly BareEngine[]> => {
  const embedded: BareEngine = { name: 'embedded', open: () => openEmbedded({ folder: undefined }) };
  const neo4j = await testNeo4j();
  if (!neo4j) return [embedded];
  const options = { ...neo4jOptions(neo4j.password), url: neo4j.url };
  return [embedded, { name: 'neo4j', open: () => openNeo4j(options) }];
};

export const call = () => ({ signal: AbortSignal.timeout(20_000), timeoutMs: 20_000 });

export const write = (engine: Engine, text: string, params: Record<string, unknown> = {}): Promise<void> =>
  engine.transaction('write', async (run) => void (await run({ text, params, operation: 'test' })), call());

export const read = async (
  engine: Engine,
  text: string,
  params: Record<string, unknown> = {},
): Promise<readonly Row[]> => (await engine.read({ text, params, operation: 'test' }, call())).rows;

export const define = (engine: Engine, text: string): Promise<void> =>
  engine.define({ text, params: {}, operation: 'test' }, call());
