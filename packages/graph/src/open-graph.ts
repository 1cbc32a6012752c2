import { createGuard, type GuardOptions, StartError } from '@graphkeep/core';
import type { Graph, LabelOf } from '@graphkeep/models';
import { defineSchema } from './define-schema.ts';
import { openEmbedded } from './engine/embedded.ts';
import type { Access, Engine, Run } from './engine/engine.ts';
import { type Neo4jOptions, openNeo4j } from './engine/neo4j.ts';
import type { Ground } from './ground.ts';
import { openRepository, type Repository } from './repository.ts';
import type { Owner } from './statements/where.ts';

export interface GraphOptions<G extends Graph> {
  readonly graph: G;
  /** `memory:`, `file:FOLDER`, or an address of Neo4j: `bolt://`, `neo4j://`, with `+s` or `+ssc`. */
  readonly url: string;
  /** How Neo4j is reached; of no use to the embedded engine. */
  readonly neo4j?: Omit<Neo4jOptions, 'url'>;
  readonly guard: GuardOptions;
  readonly now?: () => Date;
  /** Told of every statement when it ends. */
  readonly onStatement?: (event: StatementEvent) => void;
}

export interface StatementEvent {
  readonly operation: string;
  readonly text: string;
  readonly durationMs: number;
  readonly rows: number;
  readonly error?: unknown;
}

/** The repositories of a graph, for one owner or for all. */
export interface Repositories<G extends Graph> {
  repo<N extends G[LabelOf<G>]>(definition: N): Repository<G, N['label'] & LabelOf<G>>;
  /** Commits all or nothing. Repositories of the argument work within it. */
  transaction<T>(work: (repositories: Repositories<G>) => Promise<T>): Promise<T>;
}

export interface GraphStore<G extends Graph> extends Repositories<G> {
  readonly engine: Engine['kind'];
  /** The same store, seeing and writing only what this owner owns, beside what is shared. */
  ownedBy(owner: string): Repositories<G>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a graph, and makes its constraints and indexes where they are missing. Throws a StartError where it cannot. */
export const openGraph = async <G extends Graph>(options: GraphOptions<G>): Promise<GraphStore<G>> => {
  const engine = openEngine(options);
  const guard = createGuard('graph', options.guard);
  // A retryable error has left nothing behind, so work that failed with one may run again, reads and writes alike.
  const safely = <T>(work: (signal: AbortSignal) => Promise<T>) => guard.run(work, { idempotent: true });
  const watch = (run: Run) => watched(run, options.onStatement);

  try {
    await safely((signal) => engine.ping(signal));
    await safely((signal) => defineSchema(engine, options.graph, signal));
  } catch (error) {
    await engine.close();
    throw new StartError(
      `The graph at ${withoutUser(options.url)} cannot be used: ${error instanceof Error ? error.message : String(error)} Check NEO4J_URI and that the server runs.`,
      { cause: error },
    );
  }

  const ownTransaction = <T>(access: Access, work: (run: Run) => Promise<T>) =>
    safely((signal) => engine.transaction(access, (run) => work(watch(run)), signal));
  const ownRead: Run = (statement) => safely((signal) => watch((one) => engine.read(one, signal))(statement));

  const repositories = (owner: Owner, joined?: Run): Repositories<G> => {
    const ground: Ground = {
      graph: options.graph,
      codec: engine.codec,
      owner,
      now: options.now ?? (() => new Date()),
      read: joined ?? ownRead,
      transaction: joined ? (_access, work) => work(joined) : ownTransaction,
    };
    return {
      repo: (definition) => openRepository(ground, definition) as never,
      transaction: (work) => ground.transaction('write', (run) => work(repositories(owner, run))),
    };
  };

  return {
    ...repositories(undefined),
    engine: engine.kind,
    ownedBy: (owner) => repositories(owner),
    ping: () => safely((signal) => engine.ping(signal)),
    close: () => engine.close(),
  };
};

const openEngine = ({ url, neo4j }: GraphOptions<Graph>): Engine => {
  if (url === 'memory:') return openEmbedded({ folder: undefined });
  if (url.startsWith('file:')) return openEmbedded({ folder: url.slice('file:'.length) });
  if (!neo4j) throw new StartError(`The graph at ${withoutUser(url)} needs the options of Neo4j.`);
  return openNeo4j({ ...neo4j, url });
};

const withoutUser = (url: string): string => url.replace(/\/\/[^@/]*@/, '//');

const watched =
  (run: Run, onStatement: GraphOptions<Graph>['onStatement']): Run =>
  async (statement) => {
    if (!onStatement) return run(statement);
    const { operation, text } = statement;
    const began = performance.now();
    const durationMs = () => performance.now() - began;
    try {
      const rows = await run(statement);
      onStatement({ operation, text, durationMs: durationMs(), rows: rows.rows.length });
      return rows;
    } catch (error) {
      onStatement({ operation, text, durationMs: durationMs(), rows: 0, error });
      throw error;
    }
  };
