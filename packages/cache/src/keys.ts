import { GraphkeepError } from '@graphkeep/core';

/**
 * The names of all that a cache keeps in Redis, under `{app}:{env}:`
 *
 * | key | holds |
 * | --- | --- |
 * | `v{version}:{type}:{id}` | an entry, or the tombstone of a deleted one |
 * | `tag:{tag}` | the epoch of a tag |
 * | `epoch:v{version}:{type}` | the epoch of a type |
 * | `lock:v{version}:{type}:{id}` | the lease of a load |
 * | `inv:log` | the log of invalidations |
 * | `inv:new:{number}` | a value on its way, within a transaction |
 */
export interface KeySpace {
  readonly prefix: string;
  entryPrefix(type: string, version: number): string;
  tag(tag: string): string;
  typeEpoch(type: string, version: number): string;
  lease(entryKey: string): string;
  readonly log: string;
  readonly arriving: string;
}

export const keySpace = (app: string, env: string): KeySpace => {
  const prefix = `${segment(app, 'app')}:${segment(env, 'env')}:`;
  return {
    prefix,
    entryPrefix: (type, version) => `${prefix}v${version}:${type}:`,
    tag: (tag) => `${prefix}tag:${tag}`,
    typeEpoch: (type, version) => `${prefix}epoch:v${version}:${type}`,
    lease: (entryKey) => `${prefix}lock:${entryKey.slice(prefix.length)}`,
    log: `${prefix}inv:log`,
    arriving: `${prefix}inv:new:`,
  };
};

const segment = (value: string, field: string): string => {
  if (value !== '' && !value.includes(':')) return value;
  throw new GraphkeepError(
    'invalid_input',
    `${field} must be a name without ":", not ${JSON.stringify(value)}.`,
    {
      field,
    },
  );
};

/** For a pattern of SCAN: a name with `*` in it matches itself alone. */
export const escapeGlob = (text: string): string => text.replace(/[*?[\]\\^]/g, '\\$&');
