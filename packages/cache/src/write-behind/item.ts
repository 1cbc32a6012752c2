import { randomUUID } from 'node:crypto';
import { GraphkeepError } from '@graphkeep/core';
import { jsonCodec, type ValueOptions } from '../helpers/codec.ts';

export interface WriteItem<T> {
  /** The same at each delivery of one entry: what was written under it must not be written again. */
  readonly key: string;
  readonly value: T;
  /** How often it was handed out, this time included, and without those times that only met an outage. */
  readonly deliveries: number;
}

export interface ItemCodec<T> {
  encode(value: T, key: string | undefined): string;
  decode(text: string): { readonly key: string; readonly value: T };
}

export const itemCodec = <T>(name: string, values: ValueOptions<T>): ItemCodec<T> => {
  const codec = jsonCodec<T>(`The write-behind "${name}"`, values);
  return {
    encode: (value, key = randomUUID()) => `${key.length}:${key}${codec.encode(value)}`,
    decode(text) {
      const colon = text.indexOf(':');
      const end = colon + 1 + Number(text.slice(0, colon));
      if (colon < 1 || Number.isNaN(end)) throw new GraphkeepError('internal', 'The entry has no key.');
      return { key: text.slice(colon + 1, end), value: codec.decode(text.slice(end)) };
    },
  };
};
