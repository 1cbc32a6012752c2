import type { RequestContext, StoreUsage } from '@graphkeep/core';
import type { TRPCError } from '@trpc/server';
import { toGraphkeepError } from './error-data.ts';
import { bookmarksOf } from './middleware/bookmark.ts';
import { rateStateOf } from './middleware/rate-limit.ts';

/** What an answer tells beside its body: what it cost, how often the caller may go on calling, and when to come back. */
export const responseHeaders = (
  request: RequestContext | undefined,
  retryAfterMs = 0,
): Readonly<Record<string, string>> => ({
  ...(request && {
    ...rateHeaders(request),
    ...timingHeader(request),
    ...ageHeader(request),
    ...bookmarksHeader(request),
  }),
  ...(retryAfterMs > 0 && { 'retry-after': seconds(retryAfterMs) }),
});

/** The same as tRPC's adapters ask for it. */
export const responseMeta = ({
  ctx,
  errors,
}: {
  readonly ctx?: { readonly request: RequestContext } | undefined;
  readonly errors: readonly TRPCError[];
}): { readonly headers: Headers } => {
  const retryAfterMs = Math.max(0, ...errors.map((error) => toGraphkeepError(error).retryAfterMs ?? 0));
  return { headers: new Headers(responseHeaders(ctx?.request, retryAfterMs)) };
};

const bookmarksHeader = (request: RequestContext) => {
  const bookmarks = bookmarksOf(request);
  return bookmarks !== undefined && { 'x-graphkeep-bookmarks': bookmarks };
};

const rateHeaders = (request: RequestContext) => {
  const state = rateStateOf(request);
  return (
    state && {
      'ratelimit-limit': String(state.limit),
      'ratelimit-remaining': String(state.remaining),
      'ratelimit-reset': seconds(state.resetMs),
    }
  );
};

const timingHeader = ({ usage }: RequestContext) =>
  usage && {
    'server-timing': [
      timing('database', usage.database),
      timing('cache', usage.cache),
      `total;dur=${(performance.now() - usage.since).toFixed(1)}`,
    ].join(', '),
  };

/** Of an answer made of what was last known, while the graph cannot be asked or something newer is fetched. */
const ageHeader = ({ usage }: RequestContext) =>
  usage?.staleMs !== undefined && { age: seconds(usage.staleMs) };

const timing = (name: string, { calls, ms }: StoreUsage): string =>
  `${name};dur=${ms.toFixed(1)};desc="${calls} calls"`;

const seconds = (ms: number): string => String(Math.ceil(ms / 1_000));
