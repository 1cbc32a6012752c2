import type { Api } from '@graphkeep/api';
import { callerOf } from './caller.ts';
import type { Fetch } from './http.ts';
import { openTransport } from './transport.ts';
import type { ClientOf } from './types.ts';

export interface GraphkeepOptions {
  /** Where the server is: `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly apiKey: string;
  /** For each attempt of a call. @default 30_000 */
  readonly timeoutMs?: number;
  /** How often a failed read is made again; writes are never. @default 2 */
  readonly retries?: number;
  /** @default globalThis.fetch */
  readonly fetch?: Fetch;
}

/** Every call of the server, typed by its definitions. */
export interface Graphkeep extends ClientOf<Api> {}

/**
 * The typed client of a server.
 *
 * @example
 * const gk = createGraphkeep({ url: 'http://127.0.0.1:4000', apiKey: 'gk_…' });
 * const player = await gk.story.players.create({ username: 'ada' });
 */
export const createGraphkeep = (options: GraphkeepOptions): Graphkeep => callerOf(openTransport(options)) as Graphkeep;
