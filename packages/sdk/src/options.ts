import type { Fetch } from './http.ts';

export interface GraphkeepOptions {
  /** Where the server is: `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly apiKey: string;
  /** For each attempt of a call. @default 30_000 */
  readonly timeoutMs?: number;
  /** How often a failed call is made again; of writes the server keeps one. @default 2 */
  readonly retries?: number;
  /** @default globalThis.fetch */
  readonly fetch?: Fetch;
}

const TIMEOUT_MS = 30_000;
const RETRIES = 2;
const MAX_RETRIES = 10;
/** A longer timer would fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
/** What RFC 6750 lets stand behind `Bearer`. */
const TOKEN = /^[\w.~+/-]+=*$/;

/** The options with their defaults; throws a TypeError that names the one that is wrong. No message shows the key. */
export const checkedOptions = (options: GraphkeepOptions): Required<GraphkeepOptions> => {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('createGraphkeep: needs options, { url, apiKey }');
  const { url, apiKey, timeoutMs = TIMEOUT_MS, retries = RETRIES, fetch = globalThis.fetch } = options;
  if (!isWhole(retries, 0, MAX_RETRIES))
    throw wrong('retries', `a whole number from 0 to ${MAX_RETRIES}`, retries);
  if (typeof fetch !== 'function') throw wrong('fetch', 'a function', fetch);
  return {
    url: checkedUrl(url),
    apiKey: checkedKey(apiKey),
    timeoutMs: checkedTimeout(timeoutMs),
    retries,
    fetch,
  };
};

export const checkedTimeout = (timeoutMs: number): number => {
  if (isWhole(timeoutMs, 1, MAX_TIMEOUT_MS)) return timeoutMs;
  throw wrong('timeoutMs', `a whole number of milliseconds from 1 to ${MAX_TIMEOUT_MS}`, timeoutMs);
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

const checkedKey = (given: unknown): string => {
  if (given === undefined || given === '')
    throw new TypeError('apiKey: is missing; give a key that the server knows, like gk_…');
  if (typeof given === 'string' && TOKEN.test(given)) return given;
  throw new TypeError(
    'apiKey: must be a text of letters, digits and - . _ ~ + / alone; a space or a line break came with it?',
  );
};

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

const wrong = (name: string, expected: string, given: unknown): TypeError =>
  new TypeError(`${name}: must be ${expected}, but is ${String(given)}`);
