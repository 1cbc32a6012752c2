import superjson, { type SuperJSONResult } from 'superjson';
import { type Answer, answerOf } from './answer.ts';
import { BOOKMARKS_HEADER } from './bookmarks.ts';
import { fromErrorData, GraphkeepApiError, isRecord, noAnswer } from './errors.ts';
import { foreignAnswer } from './foreign-answer.ts';
import type { Ground } from './ground.ts';
import { requestHeaders } from './request-headers.ts';
import { within } from './within.ts';

export type Fetch = typeof globalThis.fetch;

/** One call, as it is sent. */
export interface Operation {
  readonly path: string;
  /** Its input, in JSON. */
  readonly body: string;
  /** A write whose answer is lost may have been done; a read may be asked again. */
  readonly writes: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** What the server refused of the same call before. */
  readonly refused: Refused | undefined;
}

/** A key is renewed; bookmarks are left out, since a call made meanwhile may have brought others of the same kind. */
export type Refused = 'key' | 'bookmarks';

export const whatWasRefused = (error: unknown): Refused | undefined => {
  if (GraphkeepApiError.is(error, 'unauthenticated') && error.status === 401) return 'key';
  if (GraphkeepApiError.is(error, 'invalid_input') && error.field === 'bookmarks') return 'bookmarks';
  return undefined;
};

export type Outcome = Answer<unknown> | GraphkeepApiError;

/** Sends calls in one request that ends by itself and follows no redirect: an outcome for each, or one error for all. */
export const exchange = async (
  ground: Ground,
  operations: readonly [Operation, ...Operation[]],
  many: boolean,
): Promise<readonly Outcome[]> => {
  const [{ timeoutMs, signal: caller, refused, writes, headers: own }] = operations;
  const { url, fetch, credentials, bookmarks } = ground;
  const address = `${url}/trpc/${operations.map(({ path }) => encodeURIComponent(path)).join(',')}`;
  const bodies = operations.map(({ body }, index) => `"${index}":${body}`);
  const sent = refused === 'bookmarks' ? undefined : bookmarks.send();
  const { response, text, key } = await within(timeoutMs, caller, async (signal) => {
    const key = await credentials.get(refused === 'key');
    const headers = requestHeaders(ground, key, sent, { ...own, 'x-deadline-ms': String(timeoutMs) });
    const body = many ? `{${bodies.join()}}` : operations[0].body;
    try {
      const response = await fetch(many ? `${address}?batch=1` : address, {
        ...{ method: 'POST', redirect: 'manual', headers, body, signal },
      });
      return { response, text: await response.text(), key };
    } catch (error) {
      throw lostConnection(error, writes);
    }
  });
  const envelopes = envelopesIn(text, many);
  if (!envelopes) {
    if (response.status === 401) credentials.refuse(key);
    throw foreignAnswer({ response, text, writes, hide: credentials.hide });
  }
  bookmarks.receive(response.headers.get(BOOKMARKS_HEADER), sent);
  const toAll = envelopes.length === 1 && isRecord(envelopes[0]) && isRecord(envelopes[0]['error']);
  return operations.map((_, index) => {
    const envelope = envelopes[toAll ? 0 : index];
    if (!isRecord(envelope))
      return new GraphkeepApiError('internal', 'The server left this call out of its answer.');
    const outcome = outcomeOf(envelope, response, operations.length, credentials.hide);
    // Of a batch some procedures may need no key.
    if (GraphkeepApiError.is(outcome, 'unauthenticated')) credentials.refuse(key);
    return outcome;
  });
};

const outcomeOf = (
  { result, error }: Readonly<Record<string, unknown>>,
  response: Response,
  calls: number,
  hide: (text: string) => string,
): Outcome => {
  try {
    if (isRecord(result)) return answerOf(deserialized(result['data']), response, calls);
    return (
      errorOf(JSON.parse(hide(JSON.stringify(error))), response.headers, hide) ??
      new GraphkeepApiError('internal', 'The server answered an error without a meaning.')
    );
  } catch (error) {
    return new GraphkeepApiError('internal', 'The answer cannot be read.', { cause: error });
  }
};

/** The error in an envelope; undefined where there is none that has at least a message. */
export const errorOf = (
  serializedError: unknown,
  headers: Headers,
  hide: (text: string) => string,
): GraphkeepApiError | undefined => {
  const failed: unknown = deserialized(serializedError);
  if (!isRecord(failed) || typeof failed['message'] !== 'string') return undefined;
  const { message, data } = failed;
  return fromErrorData(message, data, headers, hide) ?? new GraphkeepApiError('internal', message);
};

export const serialized = (input: unknown): string => JSON.stringify(superjson.serialize(input));

export const deserialized = <T>(data: unknown): T => superjson.deserialize(data as SuperJSONResult);

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

/** Undefined where the text is not an answer of this product. */
const envelopesIn = (text: string, many: boolean): readonly unknown[] | undefined => {
  try {
    const body: unknown = JSON.parse(text);
    const envelopes: readonly unknown[] = many && Array.isArray(body) ? body : [body];
    return envelopes.every(isEnvelope) ? envelopes : undefined;
  } catch {
    return undefined;
  }
};

const isEnvelope = (body: unknown): boolean =>
  isRecord(body) && (isRecord(body['result']) || isRecord(body['error']));
