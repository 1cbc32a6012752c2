import { AsyncLocalStorage } from 'node:async_hooks';
import { createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { createGuard, currentContext, type GuardOptions, type Secret, StartError } from '@graphkeep/core';
import type { Graph, LabelOf, NodeDefinition } from '@graphkeep/models';
import type { Driver } from 'neo4j-driver';
import { encryptingCodec } from './encryption/encrypting-codec.ts';
import type { EncryptionKeys } from './encryption/keys.ts';
import { openEmbedded } from './engine/embedded/engine.ts';
import type { Call, Engine, Run } from './engine/engine.ts';
import type { Neo4jOptions } from './engine/neo4j/driver.ts';
import { openNeo4j } from './engine/neo4j/open-neo4j.ts';
import { namesOf } from './engine/stored-names.ts';
import { registerEngine } from './engine-of.ts';
import type { Ground } from './ground.ts';
import { type Insight, type InsightOptions, openInsight } from './insight/insight.ts';
import { rolledBack } from './insight/rolled-back.ts';
import { type Journal, type JournalOptions, openJournal } from './journal/journal.ts';
import { type Candidate, type LeaderOptions, type Leadership, standForLeader } from './leader.ts';
import { type MigrationsAtStart, migrateAtStart } from './migrations/at-start.ts';
import { openQuery, type Query } from './raw/query.ts';
import { openRepository, type Repository, type UntypedRepository } from './repository.ts';
import { openSchema, type SchemaManager, type SchemaOptions } from './schema/schema.ts';
import type { Owner } from './statements/scope.ts';
import type { OnCommitted } from './transaction/committed.ts';
import { Idempotency } from './transaction/idempotency-node.ts';
import type { TransactionOptions } from './transaction/options.ts';
import { sweepIdempotency } from './transaction/sweep.ts';
import { openTransactions } from './transaction/transactions.ts';
import { readFilling } from './transfer/filling.ts';

export interface GraphOptions<G extends Graph> {
  readonly graph: G;
  /** `memory:`, `file:FOLDER`, or an address of Neo4j: `bolt://`, `neo4j://`, with `+s` or `+ssc`. */
  readonly url: string;
  /** How Neo4j is reached; of no use to the embedded engine. */
  readonly neo4j?: Omit<Neo4jOptions, 'url'>;
  /** Deadline, retries and breaker of every call. @default a deadline of 10 s */
  readonly guard?: GuardOptions;
  /** By `keysFrom`; without it encrypted fields are kept as they are. */
  readonly encryption?: EncryptionKeys;
  /** Signs the cursors of pages: servers that share it take each other's. @default a random one, which dies with the process */
  readonly cursorSecret?: Secret;
  readonly now?: () => Date;
  readonly schema?: SchemaOptions;
  /** Read by `readMigrations`. They run before constraints and indexes are made. */
  readonly migrations?: MigrationsAtStart;
  readonly journal?: JournalOptions;
  readonly insight?: InsightOptions;
  /** Whether a store is opened that is being filled by `fillGraph`, or was left so. @default false */
  readonly filling?: boolean;
  /** Awaited after every commit that changed nodes with a journal, before the caller is answered. */
  readonly onCommitted?: OnCommitted;
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
  /**
   * Keeps all of the work or nothing. Whatever the work asks of this store is part of it, also through repositories that
   * were made before, and a transaction within is the same one. It may run more than once: let it touch nothing else.
   */
  transaction<T>(
    work: (repositories: Repositories<G>) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>;
}

export interface GraphStore<G extends Graph> extends Repositories<G> {
  readonly engine: Engine['kind'];
  readonly schema: SchemaManager;
  /** What was changed, of nodes that have a journal. */
  readonly journal: Journal;
  /** What statements cost, and what would make them cheaper. */
  readonly insight: Insight;
  /** Runs Cypher that was written by hand, for all owners at once. Within a transaction it is part of that. */
  readonly query: Query;
  /**
   * Neo4j's driver over the same store, also over the embedded one: for neogma's models, and for whatever speaks to a
   * driver. It knows no owners, journal or codecs, and is closed with the store.
   */
  driver(): Driver;
  /** The same store, seeing and writing only what this owner owns, beside what is shared. */
  ownedBy(owner: string): Repositories<G>;
  /**
   * The same store for what others wait for while they hold a connection, such as a record of what they do: it finds one
   * however many others wait. It takes no part in their transactions.
   */
  readonly ahead: Repositories<G>;
  /** Runs the work in one process at a time, of all that use the same graph, for as long as this one is not closed. */
  leader(name: string, work: (leadership: Leadership) => Promise<void>, options?: LeaderOptions): Candidate;
  /** Whether what is asked of this store now is part of an open transaction. */
  readonly inTransaction: boolean;
  /** Runs the work once the transaction around it is kept, or at once where there is none. It is not told of a rollback. */
  afterCommit(work: () => unknown): Promise<void>;
  /** What an owner has written or seen so far, for another process to wait for; of no owner, what this process has. */
  exportBookmarks(owner?: string): Promise<readonly string[]>;
  /** From now on that owner's reads wait until the store has come so far. */
  receiveBookmarks(bookmarks: readonly string[], owner?: string): Promise<void>;
  /** Forgets the kept answers of idempotent changes whose time is over, and says how many. */
  sweepIdempotency(): Promise<number>;
  ping(): Promise<void>;
  /** Makes all connections anew, and lets what is under way end on the old ones. The embedded engine has none. */
  reconnect(): void;
  close(): Promise<void>;
}

/** Opens a graph, and makes its constraints and indexes where they are missing. Throws a StartError where it cannot. */
export const openGraph = async <G extends Graph>(options: GraphOptions<G>): Promise<GraphStore<G>> => {
  const { guard: guardOptions = { timeoutMs: 10_000 } } = options;
  const engine = openEngine(options);
  const guard = createGuard('graph', {
    ...guardOptions,
    ...(engine.places && { bulkhead: engine.places }),
    probe: (signal) => engine.ping({ signal }),
  });
  // A retryable error has left nothing behind, so work that failed with one may run again, reads and writes alike.
  const safely = <T>(work: (call: Call) => Promise<T>) =>
    guard.run((signal) => work({ signal, timeoutMs: timeLeft(guardOptions.timeoutMs) }), {
      idempotent: true,
      rank: 'ahead',
    });
  const watch = (run: Run) => insight.watch(watched(run, options.onStatement));
  const codec = encryptingCodec(engine.codec, options.encryption, [
    ...Object.values(options.graph),
    Idempotency,
  ]);

  const schema = openSchema(engine, options.graph, options.schema);
  try {
    await safely((call) => engine.ping(call));
    if (options.migrations) await migrateAtStart(engine, options.migrations);
    await schema.start();
    if (options.filling !== true) await safely((call) => assertWhole(engine, call));
  } catch (error) {
    await engine.close();
    throw new StartError(
      `The graph at ${withoutUser(options.url)} cannot be used: ${error instanceof Error ? error.message : String(error)}${error instanceof StartError ? '' : ' Check NEO4J_URI and that the server runs.'}`,
      { cause: error },
    );
  }

  const cursorKey = createSecretKey(
    options.cursorSecret ? cursorKeyFrom(options.cursorSecret) : randomBytes(32),
  );
  const now = options.now ?? (() => new Date());
  const journalEngine = engine.kind === 'neo4j' ? openEngine(withPool(options, JOURNAL_POOL)) : engine;
  const journal = openJournal(journalEngine, now, options.journal);
  // What goes on for as long as the store is open is no part of the request that asked for it.
  const outside = AsyncLocalStorage.snapshot();
  const work = { engine, codec, guard, guardOptions, now, watch, onCommitted: options.onCommitted };
  const transactions = openTransactions(work);

  const insight = openInsight(
    engine,
    options.graph,
    (work) => rolledBack((all) => transactions.around(undefined, all), work),
    options.insight,
  );

  const groundOf = (owner: Owner, { read, run, current } = transactions): Ground => ({
    graph: options.graph,
    engine: engine.kind,
    codec,
    owner,
    now,
    cursorKey,
    recorded: journal.recorded,
    read: read(owner),
    transaction: (access, work, asked) => run(owner, access, work, asked),
    current,
  });
  const repositories = (owner: Owner, within = transactions): Repositories<G> => {
    const ground = groundOf(owner, within);
    // Making one costs a tenth of a read.
    const open = new Map<NodeDefinition, UntypedRepository>();
    const repoOf = (definition: NodeDefinition): UntypedRepository => {
      const known = open.get(definition) ?? openRepository(ground, definition);
      open.set(definition, known);
      return known;
    };
    const scoped: Repositories<G> = {
      repo: (definition) => repoOf(definition) as never,
      transaction: (work, asked) => within.around(owner, () => work(scoped), asked),
    };
    return scoped;
  };

  const store: GraphStore<G> = {
    ...repositories(undefined),
    engine: engine.kind,
    schema,
    journal,
    insight,
    query: openQuery(groundOf(undefined)),
    driver: () => engine.driver(),
    ownedBy: (owner) => repositories(owner),
    ahead: repositories(undefined, openTransactions({ ...work, rank: 'ahead' })),
    leader: (name, work, leading) => outside(() => standForLeader(journalEngine, name, work, leading)),
    get inTransaction() {
      return transactions.current() !== undefined;
    },
    afterCommit: transactions.afterCommit,
    exportBookmarks: (owner) => engine.exportBookmarks(owner),
    receiveBookmarks: (bookmarks, owner) => engine.receiveBookmarks(owner, bookmarks),
    sweepIdempotency: () => sweepIdempotency(groundOf(undefined)),
    ping: () => safely((call) => engine.ping(call)),
    reconnect: () => {
      engine.reconnect();
      if (journalEngine !== engine) journalEngine.reconnect();
    },
    close: async () => {
      await journal.close();
      if (journalEngine !== engine) await journalEngine.close();
      await engine.close();
    },
  };
  registerEngine(store, engine);
  return store;
};

const assertWhole = async (engine: Engine, call: Call): Promise<void> => {
  const source = await readFilling(engine, call);
  if (source !== undefined)
    throw new StartError(
      `It was being filled from ${source}, and that has not ended. Do it again, or empty the store.`,
    );
};

/** Connections of the journal's own: behind the queue of many writers it would tell what they did too late. */
const JOURNAL_POOL = 3;

const withPool = <G extends Graph>(options: GraphOptions<G>, poolSize: number): GraphOptions<G> =>
  options.neo4j ? { ...options, neo4j: { ...options.neo4j, poolSize } } : options;

/** A key of its own follows from the secret, which may be the root of others. */
const cursorKeyFrom = (secret: Secret): Buffer =>
  Buffer.from(hkdfSync('sha256', secret.reveal(), '', 'graphkeep cursors', 32));

const openEngine = ({ graph, url, neo4j }: GraphOptions<Graph>): Engine => {
  const names = namesOf(graph);
  if (url === 'memory:') return openEmbedded({ folder: undefined }, names);
  if (url.startsWith('file:')) return openEmbedded({ folder: url.slice('file:'.length) }, names);
  if (!neo4j) throw new StartError(`The graph at ${withoutUser(url)} needs the options of Neo4j.`);
  return openNeo4j({ ...neo4j, url }, names);
};

/** The store stops by itself at the caller's deadline, or at the guard's where no request is served. */
const timeLeft = (ms: number): number => Math.min(ms, currentContext()?.deadline.remaining() ?? ms);

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
