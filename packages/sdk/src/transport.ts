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
import { checkedTimeout, type GraphkeepOptions } from './options.ts';
import { queries } from './queries.ts';
import { pause, type Wait, withRetries } from './retry.ts';
import type { CallOptions } from './types.ts';

/**
 * Calls procedures over HTTP. Reads that are made at the same time travel together, unless one has a signal or a time-out of
 * its own. Reads are POSTs too: their filters are nobody's business, and an address is written to many logs.
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
  const alone = (writes: boolean) =>
    clientOf(
      httpLink<AnyRouter>({
        ...shared,
        headers: ({ op }) => headers(op.context['timeoutMs']),
        fetch: boundedFetch({ fetch, hide, writes, batches: false }),
      }),
    );
  const reader = alone(false);
  const writer = alone(true);

  return async <T>(path: string, input: Input, { signal, timeoutMs: own }: CallOptions): Promise<T> => {
    const call = { ...(signal && { signal }), context: { timeoutMs: checkedTimeout(own ?? timeoutMs) } };
    const reads = queries.has(path);
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
    return (await withRetries(attempt, { retries: reads ? retries : 0, signal, wait })) as T;
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
