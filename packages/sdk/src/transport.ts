import { limits } from '@graphkeep/contract/limits';
import { createTRPCUntypedClient, httpBatchLink, httpLink, splitLink, TRPCClientError } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import superjson from 'superjson';
import type { Input, Transport } from './caller.ts';
import type { GraphkeepOptions } from './create-graphkeep.ts';
import { fromErrorData, GraphkeepApiError } from './errors.ts';
import { boundedFetch, DEADLINE_HEADER } from './http.ts';
import { queries } from './queries.ts';
import { withRetries } from './retry.ts';
import type { CallOptions } from './types.ts';

const TIMEOUT_MS = 30_000;
const RETRIES = 2;

/**
 * Calls procedures over HTTP. Reads that are made at the same time travel together, unless one has a signal or a time-out of
 * its own. Reads are POSTs too: their filters are nobody's business, and an address is written to many logs.
 */
export const openTransport = (options: GraphkeepOptions): Transport => {
  const { timeoutMs = TIMEOUT_MS, retries = RETRIES } = options;
  const fetch = options.fetch ?? globalThis.fetch;
  const shared = {
    url: `${options.url.replace(/\/+$/, '')}/trpc`,
    transformer: superjson,
    methodOverride: 'POST' as const,
  };
  const headers = { authorization: `Bearer ${options.apiKey}` };
  const single = (writes: boolean) =>
    httpLink<AnyRouter>({
      ...shared,
      headers: ({ op }) => ({ ...headers, [DEADLINE_HEADER]: String(op.context['timeoutMs'] ?? timeoutMs) }),
      fetch: boundedFetch({ fetch, writes }),
    });
  const client = createTRPCUntypedClient<AnyRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === 'query',
        true: splitLink({
          condition: (op) => op.signal != null || op.context['timeoutMs'] !== undefined,
          true: single(false),
          false: httpBatchLink<AnyRouter>({
            ...shared,
            maxItems: limits.maxBatchItems,
            headers: { ...headers, [DEADLINE_HEADER]: String(timeoutMs) },
            fetch: boundedFetch({ fetch, writes: false }),
          }),
        }),
        false: single(true),
      }),
    ],
  });
  return <T>(path: string, input: Input, { signal, timeoutMs: own }: CallOptions): Promise<T> => {
    const reads = queries.has(path);
    const call = { ...(signal && { signal }), context: { ...(own !== undefined && { timeoutMs: own }) } };
    const once = async () => (await (reads ? client.query(path, input, call) : client.mutation(path, input, call)).catch(rethrow)) as T;
    return withRetries(once, { retries: reads ? retries : 0, signal });
  };
};

const rethrow = (error: unknown): never => {
  if (error instanceof TRPCClientError) {
    if (error.cause instanceof GraphkeepApiError) throw error.cause;
    throw fromErrorData(error.message, error.data) ?? new GraphkeepApiError('internal', error.message, { cause: error });
  }
  throw error;
};
