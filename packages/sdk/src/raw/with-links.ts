import { createTRPCUntypedClient, TRPCClientError, type TRPCLink } from '@trpc/client';
import type { AnyTRPCRouter } from '@trpc/server';
import { type Answer, answerOf } from '../answer.ts';
import { callerOf, insideOf } from '../caller.ts';
import { GraphkeepApiError } from '../errors.ts';
import { liveOf } from '../lazy-live.ts';
import type { Transport } from '../transport.ts';
import type { Live } from '../types.ts';
import { type LastContext, lastLink } from './last-link.ts';

/**
 * A client, or a part of one, whose calls go through links of tRPC first: each sees a call once, however often it is tried, and
 * finds its `timeoutMs`, `idempotencyKey` and `headers` in the context.
 *
 * @example
 * const logged = withLinks(gk, [loggerLink()]);
 * const { version } = await logged.system.version();
 * console.log(version);
 */
export const withLinks = <C extends object>(client: C, links: readonly TRPCLink<AnyTRPCRouter>[]): C => {
  const { transport, path } = insideOf(client, 'withLinks');
  return callerOf(linked(transport, links), path) as C;
};

const linked = (transport: Transport, links: readonly TRPCLink<AnyTRPCRouter>[]): Transport => {
  const through = createTRPCUntypedClient<AnyTRPCRouter>({ links: [...links, lastLink(transport)] });
  return {
    settings: transport.settings,
    with: (settings) => linked(transport.with(settings), links),
    call: async <T>(...[path, input, options]: Parameters<Transport['call']>): Promise<Answer<T>> => {
      const { reads, signal, ...given } = options;
      // A link may answer by itself: then there is no answer of HTTP.
      let http: Answer<unknown> = answerOf(undefined, { status: 200, headers: new Headers() }, 1);
      const context: LastContext = {
        ...given,
        answered: (answer) => {
          http = answer;
        },
      };
      const asked = { context: { ...context }, ...(signal && { signal }) };
      try {
        const data = await (reads ? through.query(path, input, asked) : through.mutation(path, input, asked));
        return { ...http, data: data as T };
      } catch (error) {
        throw causeOf(error);
      }
    },
    live: <T>(...[path, input, { signal, ...given }]: Parameters<Transport['live']>): Live<T> =>
      liveOf(async function* () {
        const asked = { context: { ...given, ids: true }, ...(signal && { signal }) };
        try {
          for await (const told of through.subscription(path, input, asked)) {
            const { id, data } = told as Tracked<T>;
            yield { id, event: data };
          }
        } catch (error) {
          throw causeOf(error);
        }
      }),
  };
};

const causeOf = (error: unknown): unknown => {
  const cause = error instanceof TRPCClientError ? error.cause : undefined;
  return cause instanceof GraphkeepApiError ? cause : error;
};

interface Tracked<T> {
  readonly id: string;
  readonly data: T;
}
