import { isGraphkeepError } from '@graphkeep/core';
import { Connection, newError, ProtocolVersion, type Releasable } from 'neo4j-driver-core';
import { embeddedError } from '../errors.ts';
import { type RawAnswer, runRaw, runRawIn } from '../raw.ts';
import type { Store, StoreTransaction } from '../store.ts';
import { AnswerObserver, type Finished } from './answer-observer.ts';

type RunConfig = NonNullable<Parameters<Connection['run']>[2]>;
type BeginConfig = Parameters<Connection['beginTransaction']>[0];
type EndConfig = Parameters<Connection['commitTransaction']>[0];
type Observer = ReturnType<Connection['run']>;

export interface ConnectionOptions {
  readonly lossless: boolean;
  /** For what sets no timeout of its own. */
  readonly timeoutMs: number;
}

/** The version whose results the driver's summaries are read by. */
export const PROTOCOL = new ProtocolVersion(5, 4);

/** What Neo4j's driver takes for a connection to a server: the database of this process. */
export class EmbeddedConnection extends Connection implements Releasable {
  readonly #store: Store;
  readonly #options: ConnectionOptions;
  #transaction:
    | { readonly open: StoreTransaction; readonly signal: AbortSignal; readonly mode: string }
    | undefined;

  constructor(store: Store, options: ConnectionOptions) {
    super();
    this.#store = store;
    this.#options = options;
  }

  override beginTransaction(config: BeginConfig): Observer {
    return this.#observed(config, async () => {
      this.#transaction = {
        open: this.#store.begin(),
        signal: this.#deadline(config),
        mode: config.mode ?? 'WRITE',
      };
      return NOTHING;
    });
  }

  override run(text: string, params: Record<string, unknown> = {}, config?: RunConfig): Observer {
    const transaction = this.#transaction;
    const statement = { text, params };
    const options = (signal: AbortSignal, mode: string | undefined) =>
      ({ lossless: this.#options.lossless, signal, access: mode === 'READ' ? 'read' : 'write' }) as const;
    return this.#observed(config, async () =>
      finished(
        transaction
          ? await runRawIn(transaction.open, statement, options(transaction.signal, transaction.mode))
          : await runRaw(this.#store, statement, options(this.#deadline(config), config?.mode)),
      ),
    );
  }

  override commitTransaction(config: EndConfig): Observer {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    return this.#observed(config, async () => {
      try {
        await transaction?.open.commit();
      } finally {
        transaction?.open.rollback();
      }
      return NOTHING;
    });
  }

  override rollbackTransaction(config: EndConfig): Observer {
    return this.#observed(config, async () => {
      this.#rollBack();
      return NOTHING;
    });
  }

  override async resetAndFlush(): Promise<void> {
    this.#rollBack();
  }

  async release(): Promise<void> {
    this.#rollBack();
  }

  override isOpen(): boolean {
    return true;
  }

  override getProtocolVersion(): ProtocolVersion {
    return PROTOCOL;
  }

  override hasOngoingObservableRequests(): boolean {
    return false;
  }

  #rollBack(): void {
    this.#transaction?.open.rollback();
    this.#transaction = undefined;
  }

  #deadline(config: BeginConfig | undefined): AbortSignal {
    const given = Number(config?.txConfig.timeout ?? 0);
    return AbortSignal.timeout(given > 0 ? given : this.#options.timeoutMs);
  }

  /** Tells the driver's session and transaction how it ended, before the result does. */
  #observed(config: EndConfig | undefined, work: () => Promise<Finished>): Observer {
    return new AnswerObserver(
      work().then(
        (done) => {
          config?.afterComplete?.(done.metadata);
          return done;
        },
        (error: unknown) => {
          const meant = driverError(error);
          config?.beforeError?.(meant);
          throw meant;
        },
      ),
    );
  }
}

/** A conflict must look like one of Neo4j's, or executeWrite would not try again. */
const driverError = (error: unknown): Error => {
  const meant = embeddedError(error);
  if (isGraphkeepError(meant) && meant.code === 'conflict')
    return newError(meant.message, 'Neo.TransientError.Transaction.Outdated', meant);
  return meant instanceof Error ? meant : new Error(String(meant));
};

const NOTHING: Finished = { keys: [], rows: [], metadata: {} };

const finished = ({ keys, rows, counters, writes }: RawAnswer): Finished => ({
  keys,
  rows,
  metadata: {
    type: writes ? 'rw' : 'r',
    stats: {
      'nodes-created': counters.nodesCreated,
      'nodes-deleted': counters.nodesDeleted,
      'relationships-created': counters.edgesCreated,
      'relationships-deleted': counters.edgesDeleted,
      'properties-set': counters.propertiesSet,
      'labels-added': counters.labelsAdded,
      'labels-removed': counters.labelsRemoved,
    },
  },
});
