/**
 * JSON that keeps what JSON loses. Such a value becomes an object with the one key `$`: a list of its kind and its parts.
 * An object of the caller's that has this key alone is wrapped the same way. Only values that need it take this way, since
 * it costs about five times as much.
 */
const MARK = '$';

/** Whether plain JSON would lose something of it. Asked of every value that is kept, at a fifth of the cost of its JSON. */
export const needsRich = (value: unknown): boolean => {
  switch (typeof value) {
    case 'bigint':
    case 'undefined':
      return true;
    case 'number':
      // What is not finite, and -0.
      return value - value !== 0 || (value === 0 && 1 / value < 0);
    case 'object':
      return value !== null && objectNeedsRich(value);
    default:
      return false;
  }
};

const objectNeedsRich = (value: object): boolean => {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) if (needsRich(value[i])) return true;
    return false;
  }
  // JSON leaves out what is undefined in an object, which reads the same.
  if (isPlainObject(value)) {
    for (const key in value) {
      const part = value[key];
      if (typeof part !== 'string' && part !== undefined && needsRich(part)) return true;
    }
    return false;
  }
  return isRichObject(value) || Object.values(value).some((part) => part !== undefined && needsRich(part));
};

/** Its parts are walked over without a list of them. */
const isPlainObject = (value: object): value is Readonly<Record<string, unknown>> =>
  Object.getPrototypeOf(value) === Object.prototype;

const isRichObject = (value: object): boolean =>
  value instanceof Date || value instanceof Map || value instanceof Set || value instanceof Uint8Array;

export const richToJson = (value: unknown): string => JSON.stringify(marked(value));

const marked = (value: unknown): unknown => {
  switch (typeof value) {
    case 'bigint':
      return { [MARK]: ['n', value.toString()] };
    case 'undefined':
      return { [MARK]: ['u'] };
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { [MARK]: ['f', Object.is(value, -0) ? '-0' : String(value)] };
    case 'object':
      return value === null ? null : markedObject(value);
    default:
      return value;
  }
};

const markedObject = (value: object): unknown => {
  if (Array.isArray(value)) return Array.from(value, marked);
  if (value instanceof Date) return { [MARK]: ['d', value.getTime()] };
  if (value instanceof Map)
    return { [MARK]: ['m', Array.from(value, ([key, item]) => [marked(key), marked(item)])] };
  if (value instanceof Set) return { [MARK]: ['s', Array.from(value, marked)] };
  if (value instanceof Uint8Array) return { [MARK]: ['b', Buffer.from(value).toString('base64')] };
  if ('toJSON' in value && typeof value.toJSON === 'function') return marked(value.toJSON());
  const parts = Object.entries(value).filter(([, part]) => part !== undefined && typeof part !== 'function');
  const copy = Object.fromEntries(parts.map(([key, part]) => [key, marked(part)]));
  return parts.length === 1 && MARK in copy ? { [MARK]: ['o', copy[MARK]] } : copy;
};

export const richFromJson = (json: string): unknown => unmarked(JSON.parse(json));

const unmarked = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(unmarked);
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === MARK && Array.isArray(first[1])) return restored(first[1]);
  return Object.fromEntries(entries.map(([key, part]) => [key, unmarked(part)]));
};

const restored = ([kind, data]: readonly unknown[]): unknown => {
  switch (kind) {
    case 'n':
      return BigInt(String(data));
    case 'u':
      return undefined;
    case 'f':
      return Number(data);
    case 'd':
      return new Date(data === null ? Number.NaN : Number(data));
    case 'm':
      return new Map(listOf(data).map((pair) => pairOf(pair)));
    case 's':
      return new Set(listOf(data).map(unmarked));
    case 'b':
      return Buffer.from(String(data), 'base64');
    case 'o':
      return { [MARK]: unmarked(data) };
    default:
      throw new TypeError(`a value of the unknown kind ${String(kind)}`);
  }
};

const listOf = (data: unknown): readonly unknown[] => {
  if (Array.isArray(data)) return data;
  throw new TypeError('a list was expected');
};

const pairOf = (data: unknown): [unknown, unknown] => {
  const [key, value] = listOf(data);
  return [unmarked(key), unmarked(value)];
};
