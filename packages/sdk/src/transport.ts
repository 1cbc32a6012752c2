import { limits } from '@graphkeep/contract/limits';
import {
  createTRPCUntypedClient,
  httpBatchLink,
  httpLink,
  TRPCClientError,
  type TRPCLink,
} from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import superjson from 'superjson';
import type { Input, Transport } from './caller.ts';
import { cancelled, fromErrorData, GraphkeepApiError } from './errors.ts';
import { boundedFetch, DEADLINE_HEADER } from './http.ts';
import { checkedIdempotencyKey, newIdempotencyKey } from './idempotency-key.ts';
import { lazyLive } from './lazy-live.ts';
import { checkedTimeout, type GraphkeepOptions } from './options.ts';
import { pause, type Wait, withRetries } from './retry.ts';
import type { CallOptions } from './types.ts';

/**
 * Calls procedures over HTTP. Reads that are made at the same time travel together, unless one has a signal or a time-out of
 * its own. Reads are POSTs too: their filters are nobody's business, and an address is written to many logs. A write goes
 * alone, and has a key by which the server makes it once: so it may be made again when its answer was lost.
 */
export const openTransport = (options: Required<GraphkeepOptions>, wait: Wait = pause): Transport => {
  const { url, apiKey, timeoutMs, retries, fetch } = options;
  const hide = (text: string) => text.replaceAll(apiKey, '[key]');
  const shared = { url: `${url}/trpc`, transformer: superjson, methodOverride: 'POST' as const };
  const headers = (ms: unknown) => ({ authorization: `Bearer ${apiKey}`, [DEADLINE_HEADER]: String(ms) });
  const together = clientOf(
    httpBatchLink<AnyRouter>({
      ...shared,
      maxItems: limits.maxBatchItems,
      headers: headers(timeoutMs),
      fetch: boundedFetch({ fetch, hide, writes: false, batches: true }),
    }),
  );
  const reader = clientOf(
    httpLink<AnyRouter>({
      ...shared,
      headers: ({ op }) => headers(op.context['timeoutMs']),
      fetch: boundedFetch({ fetch, hide, writes: false, batches: false }),
    }),
  );
  const writer = clientOf(
    httpLink<AnyRouter>({
      ...shared,
      headers: ({ op: { context } }) => ({
        ...headers(context['timeoutMs']),
        'idempotency-key': String(context['idempotencyKey']),
      }),
      fetch: boundedFetch({ fetch, hide, writes: true, batches: false }),
    }),
  );

  return {
    async call<T>(
      path: string,
      input: Input,
      { reads, signal, timeoutMs: own, idempotencyKey }: CallOptions & { readonly reads: boolean },
    ): Promise<T> {
      const context = {
        timeoutMs: checkedTimeout(own ?? timeoutMs),
        idempotencyKey: reads ? undefined : checkedIdempotencyKey(idempotencyKey ?? newIdempotencyKey()),
      };
      const call = { ...(signal && { signal }), context };
      const send = (): Promise<unknown> => {
        if (!reads) return writer.mutation(path, input, call);
        return (signal || own !== undefined ? reader : together).query(path, input, call);
      };
      const attempt = async (): Promise<unknown> => {
        try {
          signal?.throwIfAborted();
          return await send();
        } catch (error) {
          throw signal?.aborted ? cancelled(signal) : meaningOf(error, hide);
        }
      };
      return (await withRetries(attempt, { retries, signal, wait, once: !reads })) as T;
    },
    live: lazyLive({ url, apiKey, fetch, hide, wait }),
  };
};

const clientOf = (link: TRPCLink<AnyRouter>) => createTRPCUntypedClient<AnyRouter>({ links: [link] });

const meaningOf = (error: unknown, hide: (text: string) => string): unknown => {
  if (!(error instanceof TRPCClientError)) return error;
  const { cause, data } = error;
  if (cause instanceof GraphkeepApiError) return cause;
  const message = hide(error.message);
  return fromErrorData(message, data) ?? new GraphkeepApiError('internal', message, { cause });
};
