import { crc32 } from 'node:zlib';
import { GraphkeepError } from '@graphkeep/core';
import type { Codec } from '../types/options.ts';
import { ASYNC_FROM, compressLater, compressNow } from './compression.ts';
import {
  BODY_FIXED,
  COMPRESSIONS,
  type Compression,
  CRC_AT,
  EPOCH_COUNT_AT,
  EPOCH_LENGTH,
  EPOCHS_AT,
  FENCE_LENGTH,
  FORMS,
  HEAD,
  KINDS,
  SOFT_AT,
} from './layout.ts';
import { type Lives, livesInto } from './lives.ts';
import { type Payload, toPayload } from './payload.ts';

export interface EncodeOptions<V> {
  readonly name: string;
  readonly codec: Codec<V> | undefined;
  readonly compressFrom: number;
  readonly maxBytes: number;
}

/** A value in bytes, before it is known when it ends and what it depends on. */
export interface Encoded {
  readonly form: Payload['form'];
  readonly compression: Compression;
  readonly data: string | Uint8Array;
  /** Of the data as they are here, and before compression. */
  readonly bytes: number;
  readonly rawBytes: number;
}

/** A promise only where the value is so large that it is compressed in another thread. */
export const encodeValue = <V>(value: V | null, options: EncodeOptions<V>): Encoded | Promise<Encoded> => {
  const { form, data } = toPayload(value, options.codec);
  const rawBytes = typeof data === 'string' ? Buffer.byteLength(data) : data.length;
  if (rawBytes > options.maxBytes) {
    throw new GraphkeepError(
      'too_large',
      `A value of type ${options.name} has ${rawBytes} bytes; at most ${options.maxBytes} are cached (option maxBytes).`,
      { field: `${options.name}.maxBytes` },
    );
  }
  if (rawBytes < options.compressFrom) return { form, compression: 'none', data, bytes: rawBytes, rawBytes };
  const raw = typeof data === 'string' ? Buffer.from(data) : data;
  const finished = (squeezed: { compression: Compression; data: Uint8Array }): Encoded => ({
    ...squeezed,
    form,
    bytes: squeezed.data.length,
    rawBytes,
  });
  return rawBytes < ASYNC_FROM ? finished(compressNow(raw)) : compressLater(raw).then(finished);
};

export interface EntryFields extends Lives {
  readonly token: string;
  readonly createdAt: number;
  /** Of the type, then of each tag: sixteen characters each. */
  readonly epochs: readonly string[];
  readonly tags: readonly string[];
}

export const encodeEntry = (encoded: Encoded, fields: EntryFields): Buffer => {
  const { epochs, tags } = fields;
  const bodyAt = EPOCHS_AT + EPOCH_LENGTH * epochs.length;
  let tagBytes = 0;
  for (const tag of tags) tagBytes += 2 + Buffer.byteLength(tag);
  const entry = Buffer.allocUnsafe(bodyAt + BODY_FIXED + tagBytes + encoded.bytes);
  entry.write(HEAD + KINDS.value + fields.token, 0, FENCE_LENGTH, 'latin1');
  livesInto(entry, SOFT_AT, fields);
  entry.writeUInt16BE(epochs.length, EPOCH_COUNT_AT);
  let at = EPOCHS_AT;
  for (const epoch of epochs) at += entry.write(epoch, at, EPOCH_LENGTH, 'latin1');
  entry[at] = FORMS.indexOf(encoded.form);
  entry[at + 1] = COMPRESSIONS.indexOf(encoded.compression);
  entry.writeUIntBE(Math.floor(fields.createdAt), at + 2, 6);
  entry.writeUInt32BE(encoded.rawBytes, at + 8);
  at += BODY_FIXED;
  for (const tag of tags) {
    const length = entry.write(tag, at + 2);
    entry.writeUInt16BE(length, at);
    at += 2 + length;
  }
  if (typeof encoded.data === 'string') entry.write(encoded.data, at);
  else entry.set(encoded.data, at);
  entry.writeUInt32BE(crc32(entry.subarray(bodyAt)), CRC_AT);
  return entry;
};

export const fenceOf = (token: string): string => HEAD + KINDS.value + token;

export const encodeTombstone = (token: string, bookmark: string | undefined): Buffer =>
  Buffer.from(`${HEAD}${KINDS.tombstone}${token}${bookmark ?? ''}`);
