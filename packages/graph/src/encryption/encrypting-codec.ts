import { createHmac } from 'node:crypto';
import { GraphkeepError } from '@graphkeep/core';
import type { Field, NodeDefinition } from '@graphkeep/models';
import type { Codec } from '../engine/engine.ts';
import { isCiphertext, open, seal } from './ciphertext.ts';
import type { EncryptionKeys } from './keys.ts';

/**
 * A codec that keeps encrypted fields as ciphertexts. Where a field belongs is known from these definitions by the field
 * object itself, so that callers hand it a definition's own fields and need to know nothing of encryption.
 */
export const encryptingCodec = (
  codec: Codec,
  keys: EncryptionKeys | undefined,
  definitions: Iterable<NodeDefinition>,
): Codec => {
  const places = placesOf(definitions);
  const placeOf = (field: Field): string => {
    const place = places.get(field);
    if (place === undefined)
      throw new TypeError(`${field.name} is encrypted, and of no definition known here.`);
    return place;
  };
  return {
    ...codec,
    encode: (field, value) => {
      if (!field.encrypted || typeof value !== 'string') return codec.encode(field, value);
      if (keys) return seal(keys.current, placeOf(field), value);
      if (isCiphertext(value))
        throw new GraphkeepError('invalid_input', `${field.name} must not begin with gk1:.`, {
          field: field.name,
        });
      return value;
    },
    decode: (field, stored) => {
      // A plain value was written before there was a key.
      if (!field.encrypted || typeof stored !== 'string' || !isCiphertext(stored))
        return codec.decode(field, stored);
      const place = placeOf(field);
      const opened = keys ? open(keys.all, place, stored) : { problem: 'no key is given' };
      if ('text' in opened) return opened.text;
      throw new GraphkeepError('internal', `${place} cannot be decrypted: ${opened.problem}.`, {
        field: field.name,
      });
    },
    blind: (field, value) =>
      keys && typeof value === 'string'
        ? createHmac('sha256', keys.blind)
            .update(`${placeOf(field)}\0${value}`)
            .digest('base64url')
        : value,
  };
};

/** The names in the database: a definition may be renamed while its data stays. */
const placesOf = (definitions: Iterable<NodeDefinition>): ReadonlyMap<Field, string> =>
  new Map(
    [...definitions].flatMap(({ stored: label, fields }) =>
      fields
        .filter(({ encrypted }) => encrypted)
        .map((field) => [field, `${label}.${field.stored}`] as const),
    ),
  );
