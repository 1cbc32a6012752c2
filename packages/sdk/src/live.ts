import { cancelled, GraphkeepApiError, isRecord, noAnswer } from './errors.ts';
import { foreignAnswer } from './foreign-answer.ts';
import type { Ground } from './ground.ts';
import { deserialized, errorOf, type Refused, serialized, whatWasRefused } from './http.ts';
import type { Input } from './input.ts';
import { requestHeaders } from './request-headers.ts';
import { delayOf } from './retry.ts';
import { type ServerSentEvent, serverSentEvents } from './server-sent-events.ts';
import type { LiveOptions } from './types.ts';

export interface LiveEvent<T> {
  readonly id: string;
  readonly event: T;
}

/** A server says something at least this often: a silence this long is a connection that nobody has. */
const SILENCE_MS = 45_000;

/** Of changes. What a newer server may tell beside them is for newer clients. */
const changes = new Set<unknown>(['created', 'updated', 'removed', 'related', 'unrelated', 'reload']);

/** What comes of a connection, which is made again for as long as the caller listens. */
export async function* live<T>(
  ground: Ground,
  path: string,
  input: Input,
  { signal, after, onReady }: LiveOptions,
): AsyncGenerator<LiveEvent<T>, void> {
  let lastEventId = after;
  let failures = 0;
  let refused: Refused | undefined;
  for (let attempt = 1; ; attempt++) {
    let afterMs: number | undefined;
    const began = performance.now();
    try {
      const asked = lastEventId === undefined ? input : { ...input, lastEventId };
      for await (const { id, data } of connect(ground, path, asked, signal, refused)) {
        failures = 0;
        refused = undefined;
        if (id !== '') lastEventId = id;
        const kind = isRecord(data) ? data['kind'] : undefined;
        if (kind === 'reconnect') afterMs = Number(isRecord(data) ? data['afterMs'] : 0);
        else if (kind === 'ready') onReady?.();
        else if (changes.has(kind) || !path.endsWith('.changes')) yield { id, event: data as T };
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (!(error instanceof GraphkeepApiError)) throw error;
      const now = whatWasRefused(error);
      const mends: boolean =
        now !== undefined && now !== refused && (now === 'bookmarks' || ground.credentials.renewable);
      if (!mends && !isPassing(error)) throw error;
      if (now === 'bookmarks') ground.bookmarks.forget();
      refused = mends ? now : undefined;
      afterMs = mends ? 0 : (error.retryAfterMs ?? delayOf(failures++));
      const { code, status, requestId } = error;
      const ms = Math.round(performance.now() - began);
      const details = { path, attempt, ms, status, requestId, code, againInMs: Math.round(afterMs) };
      ground.tell('info', `lost and is made again: ${code}`, details);
    }
    if (signal?.aborted) return;
    try {
      await ground.wait(afterMs ?? delayOf(failures++), signal);
    } catch {
      return;
    }
  }
}

const isPassing = ({ code, retryable }: GraphkeepApiError): boolean => retryable || code === 'timeout';

interface Received {
  readonly id: string;
  readonly data: unknown;
}

async function* connect(
  ground: Ground,
  path: string,
  input: Input,
  caller: AbortSignal | undefined,
  refused: Refused | undefined,
): AsyncGenerator<Received, void> {
  const { url, fetch, credentials } = ground;
  const ending = new AbortController();
  const end = (): void => ending.abort();
  let key = '';
  let timer = setTimeout(end, SILENCE_MS);
  caller?.addEventListener('abort', end);
  if (caller?.aborted) end();
  try {
    key = await credentials.get(refused === 'key');
    const bookmarks = refused === 'bookmarks' ? undefined : ground.bookmarks.send();
    const response = await fetch(`${url}/trpc/${encodeURIComponent(path)}`, {
      method: 'POST',
      redirect: 'manual',
      signal: ending.signal,
      headers: requestHeaders(ground, key, bookmarks, { accept: 'text/event-stream' }),
      body: serialized(input),
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (!response.ok || !response.body || !isStream) throw await refusal(response, credentials.hide);
    for await (const event of serverSentEvents(response.body)) {
      clearTimeout(timer);
      timer = setTimeout(end, SILENCE_MS);
      if (event.name === 'serialized-error') throw failureOf(event, response, credentials.hide);
      if (event.name === 'return') return;
      if (event.name === 'message') yield { id: event.id, data: deserialized(JSON.parse(event.data)) };
    }
  } catch (error) {
    if (caller?.aborted) throw cancelled(caller);
    if (GraphkeepApiError.is(error, 'unauthenticated')) credentials.refuse(key);
    throw error instanceof GraphkeepApiError
      ? error
      : noAnswer('unavailable', 'The connection was lost.', error);
  } finally {
    clearTimeout(timer);
    caller?.removeEventListener('abort', end);
    end();
  }
}

const refusal = async (response: Response, hide: (text: string) => string): Promise<GraphkeepApiError> => {
  const text = await response.text();
  return errorIn(text, response, hide) ?? foreignAnswer({ response, text, writes: false, hide });
};

const failureOf = (
  { data }: ServerSentEvent,
  response: Response,
  hide: (text: string) => string,
): GraphkeepApiError =>
  errorIn(data, response, hide) ??
  new GraphkeepApiError('internal', 'The server ended the connection with an error.');

/** The error of an answer's envelope, or of an event, which has none around it. */
const errorIn = (
  text: string,
  { headers }: Response,
  hide: (text: string) => string,
): GraphkeepApiError | undefined => {
  try {
    const body: unknown = JSON.parse(hide(text));
    return errorOf(isRecord(body) && isRecord(body['error']) ? body['error'] : body, headers, hide);
  } catch {
    return undefined;
  }
};
