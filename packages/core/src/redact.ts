import { REDACTED } from './secret.ts';

const API_KEY = /\bgk_[A-Za-z0-9_-]{8,}/g;
/** The user part of an address, wherever it stands in a text: `bolt://user:password@host`. */
const ADDRESS_CREDENTIALS = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/"'@:]*:[^\s/"']*@/gi;

/** Takes out of a text what is a secret by its shape alone. */
export const redactText = (text: string): string =>
  text.replace(API_KEY, REDACTED).replace(ADDRESS_CREDENTIALS, `$1${REDACTED}@`);

/** The end of a name is what tells: `x-api-key`, `accessToken`, `NEO4J_PASSWORD`. */
const SECRET_KEY = /(?:authorization|cookie|password|api[_-]?key|token|secret)$/i;
const SECRET_KEY_IN_JSON = new RegExp(SECRET_KEY.source.replace('$', '":'), 'i');

/**
 * The same for a line of JSON, and for every value under a telling name, at any depth. Nearly all lines name no
 * secret and cost three scans; only the others are parsed.
 */
export const redactLine = (line: string): string => {
  const named = SECRET_KEY_IN_JSON.test(line) ? `${JSON.stringify(JSON.parse(line, redactMember))}\n` : line;
  return redactText(named);
};

const redactMember = (key: string, value: unknown): unknown => (SECRET_KEY.test(key) ? REDACTED : value);
