import { type Operation, TRPCClientError, type TRPCLink } from '@trpc/client';
import type { AnyTRPCRouter } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import type { Answer } from '../answer.ts';
import { GraphkeepApiError } from '../errors.ts';
import type { Input } from '../input.ts';
import type { Transport } from '../transport.ts';
import type { CallOptions, LiveOptions } from '../types.ts';

/** What a call is made with, where links see and change it. */
export interface LastContext extends CallOptions {
  /** Told the whole answer, of which tRPC gives on the data alone. */
  readonly answered?: (answer: Answer<unknown>) => void;
  /** Whether each event is wanted with its id, also one that has none. */
  readonly ids?: boolean;
}

/** The link that ends a chain: it calls as the client does, with its keys, retries and deadlines. */
export const lastLink =
  (transport: Transport): TRPCLink<AnyTRPCRouter> =>
  () =>
  ({ op }) =>
    observable((observer) => {
      const fail = (error: unknown) => observer.error(asTrpcError(error));
      if (op.type === 'subscription') return listen(transport, op, observer, fail);
      const { answered, ...options }: LastContext = op.context;
      const reads = op.type === 'query';
      const call = { ...options, reads, ...(op.signal && { signal: op.signal }) };
      transport.call(op.path, op.input as Input, call).then((answer) => {
        answered?.(answer);
        observer.next({ result: { type: 'data', data: answer.data } });
        observer.complete();
      }, fail);
    });

type Observer = Parameters<Parameters<typeof observable<never, never>>[0]>[0];

const listen = (
  transport: Transport,
  { path, input, signal, context }: Operation,
  observer: Pick<Observer, 'complete'> & { next(event: { result: { type: 'data'; data: unknown } }): void },
  fail: (error: unknown) => void,
): (() => void) => {
  const gone = new AbortController();
  const end = (): void => gone.abort();
  signal?.addEventListener('abort', end, { once: true });
  const options: LiveOptions = { ...context, signal: gone.signal };
  const follow = async (): Promise<void> => {
    for await (const { id, event } of transport.live(path, input as Input, options).withIds())
      observer.next({
        result: { type: 'data', data: id === '' && !context['ids'] ? event : { id, data: event } },
      });
    observer.complete();
  };
  follow().catch(fail);
  return () => {
    signal?.removeEventListener('abort', end);
    end();
  };
};

const asTrpcError = (error: unknown): TRPCClientError<AnyTRPCRouter> => {
  if (!(error instanceof GraphkeepApiError)) return TRPCClientError.from(error instanceof Error ? error : {});
  const { code, message, status, retryable, requestId, field, issues, retryAfterMs } = error;
  const data = { code, httpStatus: status, retryable, requestId, field, issues, retryAfterMs };
  return new TRPCClientError(message, { result: { error: { code: -32_603, message, data } }, cause: error });
};
