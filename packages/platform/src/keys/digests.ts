import { createHash, createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import type { Secret } from '@graphkeep/core';

const SHAPE = /^gk_live_[\w-]{43}$/;

/** 256 bits by chance, after a prefix by which scanners find a key that got lost. */
export const newKey = (): string => `gk_live_${randomBytes(32).toString('base64url')}`;

export const isKeyShaped = (text: string): boolean => SHAPE.test(text);

export const hintOf = (key: string): string => `…${key.slice(-4)}`;

export interface Digests {
  /** Under which a key is kept now. */
  current(key: string): string;
  /** All under which it may have been kept: with the secret of now, the one before, and none. */
  all(key: string): readonly string[];
}

export interface DigestSecrets {
  readonly root?: Secret;
  readonly previous?: Secret;
}

/** A key has 256 bits of chance, so one round of SHA-256 is as good as many. */
export const openDigests = ({ root, previous }: DigestSecrets): Digests => {
  const current = (key: string): string => (root ? peppered(root, key) : plain(key));
  return {
    current,
    all: (key) => [...new Set([current(key), ...(previous ? [peppered(previous, key)] : []), plain(key)])],
  };
};

const plain = (key: string): string => createHash('sha256').update(key).digest('base64url');

const peppered = (secret: Secret, key: string): string =>
  createHmac('sha256', pepperOf(secret.reveal())).update(key).digest('base64url');

/** The secret may change while the process runs, so the pepper of each is kept by its text. */
const peppers = new Map<string, KeyObject>();
const pepperOf = (secret: string): KeyObject => {
  const known = peppers.get(secret);
  if (known) return known;
  const pepper = createSecretKey(new Uint8Array(hkdfSync('sha256', secret, '', 'graphkeep api keys', 32)));
  peppers.set(secret, pepper);
  return pepper;
};
