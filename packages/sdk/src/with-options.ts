import { callerOf, insideOf } from './caller.ts';
import { checkedOptions, type GraphkeepOptions } from './options.ts';

/**
 * A client, or a part of one, with other options. Headers are added to those that it has, and what one has written the other
 * reads. It is a function, since every name of a client is one of the server's.
 *
 * @example
 * const patient = withOptions(gk, { timeoutMs: 60_000, retries: 5 });
 * const { items } = await patient.story.players.list();
 * const traced = withOptions(gk.story.players, { headers: { 'x-job': 'nightly' }, log: 'debug' });
 * console.log(items.length, await traced.count());
 */
export const withOptions = <C extends object>(
  client: C,
  options: Partial<Omit<GraphkeepOptions, 'url'>>,
): C => {
  const { transport, path } = insideOf(client, 'withOptions');
  const headers = { ...transport.settings.headers, ...options.headers };
  return callerOf(transport.with(checkedOptions({ ...transport.settings, ...options, headers })), path) as C;
};
