import { REDACTED } from './secret.ts';

const NAMES = '(?:authorization|cookie|password|api[_-]?key|token|secret)';

/** What is a secret wherever it stands in a text, and what is left of it. */
const SHAPES: readonly (readonly [shape: RegExp, replacement: string])[] = [
  [/\bgk_[A-Za-z0-9_-]{8,}/g, REDACTED],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${REDACTED}`],
  // The user part of an address: bolt://user:password@host
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/"'@:]*:[^\s/"']*@/gi, `$1${REDACTED}@`],
  // A query string or a connection string: ?token=…
  [new RegExp(`(${NAMES}=)[^\\s&;"'\\\\]+`, 'gi'), `$1${REDACTED}`],
  // JSON within a string of JSON: \"password\":\"…
  [new RegExp(`(${NAMES}\\\\":\\s*\\\\")[^"\\\\]+`, 'gi'), `$1${REDACTED}`],
];

/** Nearly all log lines hold nothing of the kind, and cost this one scan. */
const SUSPECT = new RegExp(`gk_|://|bearer|basic|${NAMES}`, 'i');

export const redactText = (text: string): string =>
  SUSPECT.test(text) ? SHAPES.reduce((rest, [shape, left]) => rest.replace(shape, left), text) : text;

/** The end of a name is what tells: `x-api-key`, `accessToken`, `NEO4J_PASSWORD`. */
const SECRET_KEY = new RegExp(`${NAMES}$`, 'i');
const SECRET_KEY_IN_JSON = new RegExp(`${NAMES}":`, 'i');

/** The same for a line of JSON, and for every value under a telling name, at any depth. */
export const redactLine = (line: string): string => {
  if (!SUSPECT.test(line)) return line;
  const named = SECRET_KEY_IN_JSON.test(line) ? `${JSON.stringify(JSON.parse(line, redactMember))}\n` : line;
  return redactText(named);
};

const redactMember = (key: string, value: unknown): unknown => (SECRET_KEY.test(key) ? REDACTED : value);
