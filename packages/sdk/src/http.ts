import { type GraphkeepApiError, isRecord, noAnswer } from './errors.ts';
import { foreignAnswer } from './foreign-answer.ts';

export type Fetch = typeof globalThis.fetch;

/** How long the caller waits: the server gives up when the caller does. */
export const DEADLINE_HEADER = 'x-deadline-ms';

/** What tRPC's links hand to a fetch, and read of its answer. */
type Init = Omit<RequestInit, 'signal'> & { readonly signal?: AbortSignal | null | undefined };
interface Answer {
  readonly ok: boolean;
  json(): Promise<unknown>;
}

export interface BoundedFetchOptions {
  readonly fetch: Fetch;
  /** Takes the key out of a text, in case the other side sent it back. */
  readonly hide: (text: string) => string;
  /** A write whose answer is lost may have been done; a read may be asked again. */
  readonly writes: boolean;
  /** Whether an answer may be a list. */
  readonly batches: boolean;
}

/** A fetch that ends by itself, follows no redirect, and whose failures are typed. */
export const boundedFetch =
  ({ fetch, hide, writes, batches }: BoundedFetchOptions) =>
  async (input: RequestInfo | URL, init?: Init): Promise<Answer> => {
    const timeoutMs = Number(new Headers(init?.headers).get(DEADLINE_HEADER));
    const timer = AbortSignal.timeout(timeoutMs);
    const caller = init?.signal ?? undefined;
    const signal = caller ? AbortSignal.any([caller, timer]) : timer;
    const received = fetch(input, { ...init, signal, redirect: 'manual' }).then(async (response) => ({
      response,
      text: await response.text(),
    }));
    const { response, text } = await received.catch((error: unknown) => {
      if (timer.aborted) throw noAnswer('timeout', `No whole answer came within ${timeoutMs} ms.`, error);
      throw lostConnection(error, writes);
    });
    const body = parsed(text);
    if (!isEnvelope(body) && !(batches && Array.isArray(body) && body.every(isEnvelope)))
      throw foreignAnswer({ response, text, writes, hide });
    return { ok: response.ok, json: async () => body };
  };

const lostConnection = (error: unknown, writes: boolean): GraphkeepApiError => {
  const code = connectionCode(error);
  const why = code === undefined ? '' : ` (${code})`;
  return writes && !(code !== undefined && neverConnected.has(code))
    ? noAnswer(
        'uncertain',
        `The connection broke before the answer came${why}: the write may or may not have been done.`,
        error,
      )
    : noAnswer('unavailable', `The server cannot be reached${why}.`, error);
};

/** What Node says of a connection that was never made; elsewhere nothing is known, and a write counts as uncertain. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

const connectionCode = (error: unknown): string | undefined => {
  const cause = error instanceof Error ? error.cause : undefined;
  return isRecord(cause) && typeof cause['code'] === 'string' ? cause['code'] : undefined;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isEnvelope = (body: unknown): boolean =>
  isRecord(body) && (isRecord(body['result']) || isRecord(body['error']));
