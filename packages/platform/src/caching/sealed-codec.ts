import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { Codec } from '@graphkeep/cache';
import type { Secret } from '@graphkeep/core';

const ALGORITHM = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

/**
 * Keeps values as ciphertexts that are good under one name: what the graph keeps encrypted must not be readable in Redis. A
 * value under another secret is not found.
 */
export const sealedCodec = (root: Secret, name: string): Codec<object> => {
  const key = Buffer.from(hkdfSync('sha256', root.reveal(), '', 'graphkeep cached values', 32));
  const place = Buffer.from(name);
  return {
    encode: (value) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG }).setAAD(place);
      return Buffer.concat([nonce, cipher.update(serialize(value)), cipher.final(), cipher.getAuthTag()]);
    },
    decode: (data) => {
      const decipher = createDecipheriv(ALGORITHM, key, data.subarray(0, NONCE), { authTagLength: TAG })
        .setAAD(place)
        .setAuthTag(data.subarray(-TAG));
      return deserialize(Buffer.concat([decipher.update(data.subarray(NONCE, -TAG)), decipher.final()]));
    },
  };
};
