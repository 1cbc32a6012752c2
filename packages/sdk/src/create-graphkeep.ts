import type { Api } from '@graphkeep/api';
import { callerOf } from './caller.ts';
import { checkedOptions, type GraphkeepOptions } from './options.ts';
import { openTransport } from './transport.ts';
import type { ClientOf, OfApi, RecordOf } from './types.ts';

/**
 * Every call of the server, typed by its definitions.
 *
 * @example
 * const countPlayers = (client: Graphkeep): Promise<number> => client.story.players.count();
 * console.log(await countPlayers(gk));
 */
export interface Graphkeep extends ClientOf<Api>, OfApi<Api> {}

/**
 * Makes the typed client of a server.
 *
 * @example
 * const versionBy = async (make: CreateGraphkeep): Promise<string> => {
 *   const gk = make({ url: 'http://127.0.0.1:4000', apiKey: 'gk_…' });
 *   return (await gk.system.version()).version;
 * };
 * console.log(await versionBy(createGraphkeep));
 */
export interface CreateGraphkeep {
  (options: GraphkeepOptions): Graphkeep;
  /** Of a server with procedures of its own, by the type of their record or router: `createGraphkeep<typeof procedures>(options)`. */
  <A extends object>(options: GraphkeepOptions): ClientOf<RecordOf<A>> & OfApi<RecordOf<A>>;
}

/**
 * Makes the typed client of a server. Nothing is sent before the first call.
 *
 * @example
 * const gk = createGraphkeep({ url: 'http://127.0.0.1:4000', apiKey: 'gk_…' });
 * const player = await gk.story.players.create({ username: 'ada' });
 * console.log(player.playerId);
 */
export const createGraphkeep = ((options: GraphkeepOptions) =>
  callerOf(openTransport(checkedOptions(options)))) as CreateGraphkeep;
