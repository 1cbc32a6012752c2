import type { Api } from '@graphkeep/api';
import { callerOf } from './caller.ts';
import { checkedOptions, type GraphkeepOptions } from './options.ts';
import { openTransport } from './transport.ts';
import type { ClientOf } from './types.ts';

/** Every call of the server, typed by its definitions. */
export interface Graphkeep extends ClientOf<Api> {}

/**
 * The typed client of a server.
 *
 * @example
 * const gk = createGraphkeep({ url: 'http://127.0.0.1:4000', apiKey: 'gk_…' });
 * const player = await gk.story.players.create({ username: 'ada' });
 */
export interface CreateGraphkeep {
  (options: GraphkeepOptions): Graphkeep;
  /** Of a server with procedures of its own, by their type: `createGraphkeep<typeof procedures>(options)`. */
  <A extends object>(options: GraphkeepOptions): ClientOf<A>;
}

export const createGraphkeep: CreateGraphkeep = (options: GraphkeepOptions): Graphkeep =>
  callerOf(openTransport(checkedOptions(options))) as Graphkeep;
