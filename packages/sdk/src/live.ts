import superjson from 'superjson';
import type { Input } from './caller.ts';
import { cancelled, fromErrorData, GraphkeepApiError, isRecord, noAnswer } from './errors.ts';
import { foreignAnswer } from './foreign-answer.ts';
import type { LiveSettings } from './lazy-live.ts';
import { delayOf } from './retry.ts';
import { type ServerSentEvent, serverSentEvents } from './server-sent-events.ts';
import type { LiveOptions } from './types.ts';

export interface LiveEvent<T> {
  readonly id: string;
  readonly event: T;
}

/** A server says something at least this often: a silence this long is a connection that nobody has. */
const SILENCE_MS = 45_000;

/** What comes of a connection, which is made again for as long as the caller listens. */
export async function* live<T>(
  settings: LiveSettings,
  path: string,
  input: Input,
  { signal, after, onReady }: LiveOptions,
): AsyncGenerator<LiveEvent<T>, void> {
  let lastEventId = after;
  let failures = 0;
  for (;;) {
    let afterMs: number | undefined;
    try {
      const asked = lastEventId === undefined ? input : { ...input, lastEventId };
      for await (const { id, data } of connect(settings, path, asked, signal)) {
        failures = 0;
        if (id !== '') lastEventId = id;
        const notice = isRecord(data) ? data['kind'] : undefined;
        if (notice === 'reconnect') afterMs = Number(isRecord(data) ? data['afterMs'] : 0);
        else if (notice === 'ready') onReady?.();
        else yield { id, event: data as T };
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (!(error instanceof GraphkeepApiError && isPassing(error))) throw error;
      afterMs = error.retryAfterMs;
    }
    if (signal?.aborted) return;
    try {
      await settings.wait(afterMs ?? delayOf(failures++), signal);
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
  { url, apiKey, fetch, hide }: LiveSettings,
  path: string,
  input: Input,
  caller: AbortSignal | undefined,
): AsyncGenerator<Received, void> {
  const silent = new AbortController();
  const listening = () => setTimeout(() => silent.abort(), SILENCE_MS);
  let timer = listening();
  const signal = caller ? AbortSignal.any([caller, silent.signal]) : silent.signal;
  try {
    const response = await fetch(`${url}/trpc/${path}`, {
      method: 'POST',
      redirect: 'manual',
      signal,
      headers: {
        authorization: `Bearer ${apiKey}`,
        accept: 'text/event-stream',
        'content-type': 'application/json',
      },
      body: JSON.stringify(superjson.serialize(input)),
    });
    if (!response.ok || !response.body) throw await refusal(response, hide);
    for await (const event of serverSentEvents(response.body)) {
      clearTimeout(timer);
      timer = listening();
      if (event.name === 'serialized-error') throw failureOf(event, hide);
      if (event.name === 'return') return;
      if (event.name === 'message')
        yield { id: event.id, data: superjson.deserialize(JSON.parse(event.data)) };
    }
  } catch (error) {
    if (caller?.aborted) throw cancelled(caller);
    throw error instanceof GraphkeepApiError
      ? error
      : noAnswer('unavailable', 'The connection was lost.', error);
  } finally {
    clearTimeout(timer);
    silent.abort();
  }
}

const refusal = async (response: Response, hide: (text: string) => string): Promise<GraphkeepApiError> => {
  const text = await response.text();
  return errorIn(text, hide) ?? foreignAnswer({ response, text, writes: false, hide });
};

const failureOf = ({ data }: ServerSentEvent, hide: (text: string) => string): GraphkeepApiError =>
  errorIn(data, hide) ?? new GraphkeepApiError('internal', 'The server ended the connection with an error.');

/** The error of an answer's envelope, or of an event, which has none around it. */
const errorIn = (text: string, hide: (text: string) => string): GraphkeepApiError | undefined => {
  try {
    const body: unknown = JSON.parse(text);
    const serialized = isRecord(body) && isRecord(body['error']) ? body['error'] : body;
    const error: unknown = superjson.deserialize(serialized as Parameters<typeof superjson.deserialize>[0]);
    if (!isRecord(error)) return undefined;
    return fromErrorData(hide(String(error['message'])), error['data']);
  } catch {
    return undefined;
  }
};
