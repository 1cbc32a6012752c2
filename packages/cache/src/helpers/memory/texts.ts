import { GraphkeepError } from '@graphkeep/core';
import type { Count, Texts } from '../store.ts';
import { type Space, textBytes } from './space.ts';

class Text {
  text = '';
}

export const memoryTexts = (space: Space): Texts => {
  const write = (key: string, text: string): void => {
    const before = space.read(key, Text)?.text;
    const value = space.grow(key, Text, textBytes(text) - (before === undefined ? 0 : textBytes(before)));
    value.text = text;
  };
  const countOf = (key: string): Count => ({
    value: numberIn(space.read(key, Text)?.text ?? '0'),
    leftMs: space.leftMs(key),
  });
  const get = (key: string): string | undefined => space.read(key, Text)?.text;

  return {
    get: async (key) => get(key),
    getMany: async (keys) => keys.map(get),
    async getAndRenew(key, ttlMs) {
      const text = get(key);
      if (text !== undefined) space.expire(key, ttlMs);
      return text;
    },
    async set(key, text, ttlMs) {
      write(key, text);
      space.expire(key, ttlMs);
    },
    async create(key, text, ttlMs) {
      if (get(key) !== undefined) return false;
      write(key, text);
      return space.expire(key, ttlMs);
    },
    async replace(key, from, to) {
      if (get(key) !== from) return false;
      write(key, to);
      return true;
    },
    remove: async (key) => space.remove(key),
    renew: async (key, ttlMs) => space.expire(key, ttlMs),
    async add(key, by, ttlMs) {
      const { value, leftMs } = countOf(key);
      write(key, String(value + by));
      if (leftMs === undefined && ttlMs !== undefined) space.expire(key, ttlMs);
      return countOf(key);
    },
    count: async (key) => countOf(key),
  };
};

export const numberIn = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new GraphkeepError('invalid_input', 'The key holds a value that is no whole number.');
};
