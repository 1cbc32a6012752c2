import type { Environment } from '../environment.ts';
import { type Folders, foldersIn } from '../folders.ts';
import { acquired, done, type Grant, held, type Missing, type Request, type StoreName } from '../protocol.ts';
import { sourceVersion } from '../version.ts';
import { type Connection, ConnectionLost } from './connection.ts';
import { connectToDaemon } from './daemon-process.ts';
import { type Held, heldBy } from './held.ts';
import { reportMissing } from './missing.ts';

const ATTEMPTS = 3;
/** The first time on a machine it has the downloads in it. */
const ACQUIRE_DEADLINE_MS = 900_000;

interface Settings {
  readonly environment: Environment;
  readonly folders?: Folders;
  readonly version?: string;
}

/** This process's connection to the daemon, opened with the first wish. */
export class Services {
  readonly #environment: Environment;
  readonly #folders: Folders;
  readonly #version: string;
  #connection: Promise<Connection> | undefined;

  constructor({ environment, folders, version }: Settings) {
    this.#environment = environment;
    this.#folders = folders ?? foldersIn(environment.cache);
    this.#version = version ?? sourceVersion();
  }

  async acquire(store: StoreName, isolated: boolean, schema?: string): Promise<Held | undefined> {
    const external = this.#environment.external(store);
    const { connection, answer } = await this.#acquire({ store, isolated, schema, external });
    if (!('missing' in answer)) return heldBy(connection, answer);
    if (external && !isolated)
      throw new Error(`${store}, as the environment gives it, cannot be used: ${answer.missing}`);
    reportMissing(store, answer, this.#environment.strict);
    return undefined;
  }

  /** Has the daemon keep stores up when this process is gone. */
  async hold(stores: readonly StoreName[]): Promise<(Grant | Missing)[]> {
    const connection = await this.#connect();
    return (await connection.request({ method: 'hold', stores: [...stores] }, held, ACQUIRE_DEADLINE_MS))
      .held;
  }

  /** Gives back all that this process holds; answers when it is given back. */
  async close(): Promise<void> {
    const connection = await this.#connection?.catch(() => undefined);
    this.#connection = undefined;
    if (connection?.open) await connection.request({ method: 'release-all' }, done);
    connection?.close();
  }

  async #acquire(
    wanted: Omit<Extract<Request, { method: 'acquire' }>, 'method'>,
  ): Promise<{ connection: Connection; answer: Grant | Missing }> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const connection = await this.#connect();
        const wish = { method: 'acquire', ...wanted } as const;
        return { connection, answer: await connection.request(wish, acquired, ACQUIRE_DEADLINE_MS) };
      } catch (error) {
        // The daemon may have been about to leave when the connection was made.
        if (!(error instanceof ConnectionLost) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  async #connect(): Promise<Connection> {
    const current = this.#connection;
    if (current) {
      const connection = await current.catch(() => undefined);
      if (connection?.open) return connection;
      if (this.#connection === current) this.#connection = undefined;
      return this.#connect();
    }
    this.#connection = connectToDaemon(this.#folders, this.#version, this.#environment, (text) =>
      process.stderr.write(`graphkeep: ${text}\n`),
    );
    return this.#connection;
  }
}
