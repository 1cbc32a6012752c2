import { fromForeignAnswer, GraphkeepApiError } from './errors.ts';

export type Fetch = typeof globalThis.fetch;

/** How long the caller waits: the server gives up when the caller does. */
export const DEADLINE_HEADER = 'x-deadline-ms';

/** What tRPC's links hand to a fetch. */
type Init = Omit<RequestInit, 'signal'> & { readonly signal?: AbortSignal | null | undefined };

export interface BoundedFetchOptions {
  readonly fetch: Fetch;
  /** A write whose answer is lost may have been done; a read may be asked again. */
  readonly writes: boolean;
}

/** A fetch that ends by itself, and whose failures are typed: no answer, too late, or an answer that is not JSON. */
export const boundedFetch =
  ({ fetch, writes }: BoundedFetchOptions) =>
  async (input: RequestInfo | URL, init?: Init): Promise<Response> => {
    const timeoutMs = Number(new Headers(init?.headers).get(DEADLINE_HEADER));
    const timer = AbortSignal.timeout(timeoutMs);
    const caller = init?.signal ?? undefined;
    const signal = caller ? AbortSignal.any([caller, timer]) : timer;
    try {
      const response = await fetch(input, { ...init, signal });
      const text = await response.text();
      if (!isJson(text)) throw fromForeignAnswer(response, text);
      return new Response(text, { status: response.status, headers: response.headers });
    } catch (error) {
      if (error instanceof GraphkeepApiError) throw error;
      if (caller?.aborted) throw noAnswer('cancelled', 'The caller ended the call.', error);
      if (timer.aborted) throw noAnswer('timeout', `No whole answer came within ${timeoutMs} ms.`, error);
      if (writes && !neverConnected(error)) throw noAnswer('uncertain', 'The connection broke before the answer came: the write may or may not have been done.', error);
      throw noAnswer('unavailable', 'The server cannot be reached.', error);
    }
  };

const noAnswer = (code: GraphkeepApiError['code'], message: string, cause: unknown): GraphkeepApiError =>
  new GraphkeepApiError(code, message, { cause, status: 0 });

/** What Node says of a connection that was never made; elsewhere nothing is known, and the write counts as uncertain. */
const neverConnected = (error: unknown): boolean => {
  const code = error instanceof Error && typeof error.cause === 'object' && error.cause !== null && 'code' in error.cause ? error.cause.code : undefined;
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
