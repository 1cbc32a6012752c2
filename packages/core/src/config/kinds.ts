import { accessSync, constants, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { isLoopback } from '../loopback.ts';
import { parseRedisAddress } from '../redis-address.ts';
import type { Kind } from './option.ts';

/** A kind whose parser answers `undefined` for what it does not understand. */
const kind = <V>(expects: string, parse: (text: string) => V | undefined, unit?: string) => ({
  expects,
  schema: z.string().transform((text, context): V => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', message: `must be ${expects}`, input: text });
    return z.NEVER;
  }),
  ...(unit === undefined ? {} : { unit }),
});

const inRange = (value: number, min: number, max: number): number | undefined =>
  value >= min && value <= max ? value : undefined;

export const text = (expects: string, pattern: RegExp = /\S/) =>
  kind(expects, (raw) => (pattern.test(raw) ? raw : undefined));

export const wholeNumber = (min: number, max: number) =>
  kind(`a whole number from ${min} to ${max}`, (raw) =>
    /^\d{1,15}$/.test(raw) ? inRange(Number(raw), min, max) : undefined,
  );

export const fraction = (min: number, max: number) =>
  kind(`a number from ${min} to ${max}`, (raw) =>
    /^\d*\.?\d+$/.test(raw) ? inRange(Number(raw), min, max) : undefined,
  );

/** Of money, or of anything else that is more than nothing. */
export const amount = () =>
  kind('an amount above 0, like 1200 or 99.50', (raw) =>
    /^\d*\.?\d+$/.test(raw) ? inRange(Number(raw), Number.MIN_VALUE, 1e15) : undefined,
  );

/** One amount, or several by name: their sum is the total then. */
export interface Amounts {
  readonly total: number;
  readonly by: Readonly<Record<string, number>>;
}

export const amounts = (what: string) => {
  const one = amount();
  const named = z.record(z.string().min(1), z.number().positive().max(1e15));
  return kind(
    `${one.expects}, or the path of a JSON file with an amount for each ${what}, like {"one": 1200}`,
    (raw): Amounts | undefined => {
      const whole = one.schema.safeParse(raw);
      if (whole.success) return Object.freeze({ total: whole.data, by: Object.freeze({}) });
      const by = named.safeParse(jsonIn(raw)).data;
      const all = Object.values(by ?? {});
      if (by === undefined || all.length === 0) return undefined;
      return Object.freeze({ total: all.reduce((sum, value) => sum + value), by: Object.freeze(by) });
    },
  );
};

const jsonIn = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};

const DURATION_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds, or a number with its unit. */
export const duration = (min: number, max: number) =>
  kind(
    `milliseconds from ${min} to ${max}, or with a unit, like 500ms, 5s, 2m or 1h`,
    (raw) => {
      const [, amount, unit = 'ms'] = /^(\d*\.?\d+)(ms|s|m|h)?$/.exec(raw) ?? [];
      const factor = DURATION_UNITS[unit];
      if (amount === undefined || factor === undefined) return undefined;
      return inRange(Math.round(Number(amount) * factor), min, max);
    },
    'ms',
  );

/** Durations by names: `Character=2h,Dashboard=5m`. */
export const durations = (min: number, max: number) => {
  const one = duration(min, max);
  return kind('names and durations with commas between, like Character=2h,Dashboard=5m', (raw) => {
    const entries: [string, number][] = [];
    for (const part of listed(raw)) {
      const [, name, amount] = /^([A-Za-z]\w*)=(.+)$/.exec(part) ?? [];
      const value = one.schema.safeParse(amount);
      if (name === undefined || !value.success) return undefined;
      entries.push([name, value.data]);
    }
    return Object.freeze(Object.fromEntries(entries));
  });
};

const BYTE_UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1_024, mb: 1_024 ** 2 };

export const bytes = (min: number, max: number) =>
  kind(
    `bytes from ${min} to ${max}, or with a unit, like 512kb or 1mb`,
    (raw) => {
      const [, amount, unit = 'b'] = /^(\d*\.?\d+)(b|kb|mb)?$/.exec(raw.toLowerCase()) ?? [];
      const factor = BYTE_UNITS[unit];
      if (amount === undefined || factor === undefined) return undefined;
      return inRange(Math.round(Number(amount) * factor), min, max);
    },
    'bytes',
  );

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on', '1'].map((word) => [word, true] as const),
  ...['false', 'no', 'off', '0'].map((word) => [word, false] as const),
]);

export const flag = () => kind('true or false', (raw) => FLAGS.get(raw.toLowerCase()));

/** One of a few words; `synonyms` are what other systems call them. */
export const choice = <const W extends string>(
  words: readonly W[],
  synonyms: readonly (readonly [theirs: string, ours: NoInfer<W>])[] = [],
) => {
  const meanings = new Map<string, W>([...words.map((word) => [word, word] as const), ...synonyms]);
  return kind(`one of ${words.join(', ')}`, (raw) => meanings.get(raw.toLowerCase()));
};

export const origins = () => {
  const expects = 'a list of origins with commas between, like https://app.example.org,http://localhost:5173';
  const parsed = kind(expects, (raw): readonly string[] | undefined => {
    const list = listed(raw);
    return list.every(isOrigin) ? list : undefined;
  });
  return { ...parsed, schema: parsed.schema.readonly() };
};

const isOrigin = (value: string): boolean =>
  /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value;

export const folder = () =>
  kind('the path of a folder', (raw) => (/\S/.test(raw) ? resolve(raw) : undefined));

export const readableFile = () =>
  kind('the path of a file that can be read', (raw) => {
    try {
      accessSync(raw, constants.R_OK);
      return resolve(raw);
    } catch {
      return undefined;
    }
  });

/** Only checked, then kept as it is: each driver reads its own dialect of addresses. */
export const storeAddress = (
  protocols: readonly string[],
  example: string,
): Kind<z.ZodType<string, string>> =>
  kind(`an address like ${example}, with special characters percent-encoded`, (raw) =>
    protocols.includes(protocolOf(raw)) && raw.includes('://') && isDecodable(raw) ? raw : undefined,
  );

/** A lone % is allowed in an address, and throws when the password is taken out of it. */
const isDecodable = (address: string): boolean => {
  try {
    decodeURIComponent(address);
    return true;
  } catch {
    return false;
  }
};

export const redisAddress = (): Kind<z.ZodType<string, string>> =>
  kind(
    'an address like rediss://user:password@host:6379, redis+sentinel://host:26379,host:26379/NAME or redis+cluster://host:6379,host:6379 (rediss: with TLS), with special characters percent-encoded',
    (raw) => (parseRedisAddress(raw) === undefined ? undefined : raw),
  );

export const graphAddress = () =>
  kind(
    'memory:, file:PATH, or the address of a Neo4j server like neo4j+s://host:7687, with no user or password in it',
    (raw) => {
      if (raw === 'memory:') return raw;
      const [, path] = /^file:(?:\/\/(?=\/))?(.*\S.*)$/.exec(raw) ?? [];
      if (path !== undefined) return `file:${resolve(path)}`;
      if (!/^(bolt|neo4j)(\+s|\+ssc)?:$/.test(protocolOf(raw))) return undefined;
      const address = new URL(raw);
      return address.hostname === '' || address.username !== '' || address.password !== '' ? undefined : raw;
    },
  );

const protocolOf = (address: string): string => URL.parse(address)?.protocol ?? '';

const HOST_NAME = /^[A-Za-z0-9.:_-]+$/;

export const hostNames = () => {
  const parsed = kind(
    'a list of host names with commas between, like neo4j,redis',
    (raw): readonly string[] | undefined => {
      const names = listed(raw);
      return names.every((name) => HOST_NAME.test(name)) ? names : undefined;
    },
  );
  return { ...parsed, schema: parsed.schema.readonly() };
};

export const addresses = () => {
  const parsed = kind(
    'a list of addresses or networks with commas between, like 10.0.0.7,10.1.0.0/16',
    (raw): readonly string[] | undefined => {
      const list = listed(raw);
      return list.every(isNetwork) ? list : undefined;
    },
  );
  return { ...parsed, schema: parsed.schema.readonly() };
};

const isNetwork = (text: string): boolean => {
  const [, address = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return longest > 0 && Number(bits ?? 0) <= longest;
};

/** The keys of an issuer decide who is let in, so they come by TLS, or from this machine. */
export const jwksAddress = () =>
  kind('an address like https://login.example.org/.well-known/jwks.json', (raw) => {
    const url = URL.parse(raw);
    if (url === null || url.username !== '' || url.password !== '') return undefined;
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
      ? raw
      : undefined;
  });

const listed = (raw: string): readonly string[] =>
  raw
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
