import type { ApiKeySource } from './credentials.ts';
import type { Fetch } from './http.ts';
import { isLogLevel, type Logger, type LogLevel, type Tell, tellTo } from './log.ts';
import { isToken } from './token.ts';

/**
 * Where the server is, and how it is called.
 *
 * @example
 * const options: GraphkeepOptions = { url: 'http://127.0.0.1:4000', apiKey: 'gk_…', timeoutMs: 5_000, log: 'info' };
 * console.log(await createGraphkeep(options).system.version());
 */
export interface GraphkeepOptions {
  /** Where the server is: `http://127.0.0.1:4000`. */
  readonly url: string;
  /** A key or a JWT; or what gives one, for those that change. */
  readonly apiKey: string | ApiKeySource;
  /** For each attempt of a call. @default 30_000 */
  readonly timeoutMs?: number;
  /** How often a failed call is made again; of writes the server keeps one. @default 2 */
  readonly retries?: number;
  /** Sent with every request, beside the client's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether reads that are made at the same time travel in one request. @default true */
  readonly batch?: boolean;
  /** `auto`: reads find what this client wrote, whichever server they come to. @default 'auto' */
  readonly bookmarks?: 'auto' | 'off';
  /** How much is told to the logger. @default 'warn' */
  readonly log?: LogLevel;
  /** @default console */
  readonly logger?: Logger;
  /** @default globalThis.fetch */
  readonly fetch?: Fetch;
}

/** The options with their defaults. */
export interface Settings extends Required<GraphkeepOptions> {
  readonly tell: Tell;
}

const TIMEOUT_MS = 30_000;
const RETRIES = 2;
const MAX_RETRIES = 10;
/** A longer timer would fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
/** The client's own: of two that differ one would be wrong. */
const own =
  /^(authorization|content-type|content-length|host|cookie|idempotency-key|x-deadline-ms|x-graphkeep-.*)$/i;

/** Throws a TypeError that names the option that is wrong. No message shows the key, or the value of a header. */
export const checkedOptions = (options: GraphkeepOptions): Settings => {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('createGraphkeep: needs options, { url, apiKey }');
  const { url, apiKey, timeoutMs = TIMEOUT_MS, retries = RETRIES, fetch = globalThis.fetch } = options;
  const { headers = {}, batch = true, bookmarks = 'auto', log = 'warn', logger = console } = options;
  checkedWhole('retries', retries, 0, MAX_RETRIES);
  if (typeof fetch !== 'function') throw wrong('fetch', 'a function', fetch);
  if (typeof batch !== 'boolean') throw wrong('batch', 'true or false', batch);
  if (bookmarks !== 'auto' && bookmarks !== 'off') throw wrong('bookmarks', "'auto' or 'off'", bookmarks);
  if (!isLogLevel(log)) throw wrong('log', "'debug', 'info', 'warn', 'error' or 'off'", log);
  for (const level of ['debug', 'info', 'warn', 'error'] as const)
    if (typeof logger[level] !== 'function') throw wrong(`logger.${level}`, 'a function', logger[level]);
  return {
    url: checkedUrl(url),
    apiKey: checkedKey(apiKey),
    timeoutMs: checkedTimeout(timeoutMs),
    headers: checkedHeaders(headers),
    tell: tellTo(logger, log),
    ...{ retries, batch, bookmarks, fetch, log, logger },
  };
};

export const checkedTimeout = (timeoutMs: number): number =>
  checkedWhole('timeoutMs', timeoutMs, 1, MAX_TIMEOUT_MS, 'a whole number of milliseconds');

export const checkedWhole = (
  name: string,
  value: number,
  least: number,
  most: number,
  what = 'a whole number',
): number => {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw wrong(name, `${what} from ${least} to ${most}`, value);
};

export const checkedHeaders = (
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  for (const [name, value] of Object.entries(headers)) {
    if (own.test(name)) throw new TypeError(`headers: ${name} is the client's own`);
    try {
      new Headers([[name, value]]);
    } catch {
      throw new TypeError(`headers: ${JSON.stringify(name)} is no header, or its value is none`);
    }
  }
  return headers;
};

/** What was given is not shown: it may hold a password, or be the key in the wrong place. */
const checkedUrl = (given: unknown): string => {
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new TypeError('url: must be the address of a server, like http://127.0.0.1:4000');
  if (url.username || url.password || url.search || url.hash)
    throw new TypeError('url: must be an address alone, without a user, a password, ? or #');
  return url.href.replace(/\/+$/, '');
};

const checkedKey = (given: string | ApiKeySource): string | ApiKeySource => {
  if (given === undefined || given === '')
    throw new TypeError('apiKey: is missing; give a key that the server knows, like gk_…');
  if (typeof given === 'function' || isToken(given)) return given;
  throw new TypeError(
    'apiKey: must be a text of letters, digits and - . _ ~ + / alone; a space or a line break came with it?',
  );
};

const wrong = (name: string, expected: string, given: unknown): TypeError =>
  new TypeError(`${name}: must be ${expected}, but is ${String(given)}`);
