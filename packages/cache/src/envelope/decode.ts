import { crc32 } from 'node:zlib';
import type { Codec } from '../types/options.ts';
import { ASYNC_FROM, decompressLater, decompressNow } from './compression.ts';
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
  type Form,
  HEAD,
  KINDS,
  SOFT_AT,
} from './layout.ts';
import { areLivesWhole } from './lives.ts';
import { fromPayload } from './payload.ts';

/** Why bytes from Redis are not an entry. */
export type Corruption =
  | 'foreign'
  | 'version'
  | 'truncated'
  | 'damaged'
  | 'too large'
  | 'undecodable'
  | 'shape';

/** Bytes that are no entry, or none any more: a miss. */
export class CorruptEntry extends Error {
  override readonly name = 'CorruptEntry';
  readonly corruption: Corruption;

  constructor(corruption: Corruption, cause?: unknown) {
    super(`An entry in Redis is ${corruption}.`, { cause });
    this.corruption = corruption;
  }
}

export interface Tombstone {
  readonly kind: 'tombstone';
  readonly fence: string;
  readonly bookmark: string | undefined;
}

/** An entry whose envelope is whole; its payload is not looked into yet. */
export interface Entry {
  readonly kind: 'value';
  readonly fence: string;
  readonly softAt: number;
  readonly staleUntil: number;
  readonly createdAt: number;
  readonly epochs: readonly string[];
  readonly tags: readonly string[];
  readonly form: Form;
  readonly compression: Compression;
  readonly rawBytes: number;
  readonly payload: Buffer;
}

const NO_TAGS: readonly string[] = [];
const HEAD_AND_VALUE = HEAD + KINDS.value;

/** Throws `CorruptEntry`. */
export const openEnvelope = (source: Buffer): Entry | Tombstone => {
  const fence = source.toString('latin1', 0, Math.min(source.length, FENCE_LENGTH));
  if (!fence.startsWith(HEAD_AND_VALUE)) return tombstoneOf(source, fence);
  if (source.length < EPOCHS_AT) throw new CorruptEntry('truncated');
  const count = source.readUInt16BE(EPOCH_COUNT_AT);
  const bodyAt = EPOCHS_AT + EPOCH_LENGTH * count;
  if (count === 0 || source.length < bodyAt + BODY_FIXED) throw new CorruptEntry('truncated');
  if (source.readUInt32BE(CRC_AT) !== crc32(source.subarray(bodyAt)) || !areLivesWhole(source, SOFT_AT))
    throw new CorruptEntry('damaged');
  const form = FORMS[source[bodyAt] ?? -1];
  const compression = COMPRESSIONS[source[bodyAt + 1] ?? -1];
  if (form === undefined || compression === undefined) throw new CorruptEntry('version');
  const { tags, end } = tagsOf(source, bodyAt + BODY_FIXED, count - 1);
  return {
    kind: 'value',
    fence,
    softAt: source.readUIntBE(SOFT_AT, 6),
    staleUntil: source.readUIntBE(SOFT_AT + 6, 6),
    createdAt: source.readUIntBE(bodyAt + 2, 6),
    epochs: epochsOf(source, count),
    tags,
    form,
    compression,
    rawBytes: source.readUInt32BE(bodyAt + 8),
    payload: source.subarray(end),
  };
};

const tombstoneOf = (source: Buffer, fence: string): Tombstone => {
  if (!fence.startsWith(HEAD.slice(0, 2))) throw new CorruptEntry('foreign');
  if (!fence.startsWith(HEAD)) throw new CorruptEntry('version');
  if (fence.length < FENCE_LENGTH) throw new CorruptEntry('truncated');
  if (fence[HEAD.length] !== KINDS.tombstone) throw new CorruptEntry('version');
  const bookmark = source.toString('utf8', FENCE_LENGTH, source.length);
  return { kind: 'tombstone', fence, bookmark: bookmark === '' ? undefined : bookmark };
};

const epochsOf = (source: Buffer, count: number): readonly string[] => {
  const first = source.toString('latin1', EPOCHS_AT, EPOCHS_AT + EPOCH_LENGTH);
  if (count === 1) return [first];
  const epochs = [first];
  for (let i = 1; i < count; i += 1) {
    const at = EPOCHS_AT + EPOCH_LENGTH * i;
    epochs.push(source.toString('latin1', at, at + EPOCH_LENGTH));
  }
  return epochs;
};

const tagsOf = (source: Buffer, from: number, count: number) => {
  if (count === 0) return { tags: NO_TAGS, end: from };
  const tags: string[] = [];
  let at = from;
  for (let i = 0; i < count; i += 1) {
    if (at + 2 > source.length) throw new CorruptEntry('truncated');
    const end = at + 2 + source.readUInt16BE(at);
    if (end > source.length) throw new CorruptEntry('truncated');
    tags.push(source.toString('utf8', at + 2, end));
    at = end;
  }
  return { tags, end: at };
};

export interface DecodeOptions {
  readonly codec: Codec<unknown> | undefined;
  readonly maxBytes: number;
}

/** The value of an entry; a promise only where it is decompressed in another thread. Throws `CorruptEntry`. */
export const decodeValue = (entry: Entry, options: DecodeOptions): unknown => {
  const { compression, payload, rawBytes, form } = entry;
  if (rawBytes > options.maxBytes) throw new CorruptEntry('too large');
  if (compression === 'none') {
    if (payload.length !== rawBytes) throw new CorruptEntry('truncated');
    return restored(form, payload, options);
  }
  if (rawBytes >= ASYNC_FROM) return decodeLater(compression, entry, options);
  return restored(
    form,
    inflated(() => decompressNow(compression, payload, rawBytes)),
    options,
  );
};

const decodeLater = async (
  compression: Exclude<Compression, 'none'>,
  { payload, rawBytes, form }: Entry,
  options: DecodeOptions,
): Promise<unknown> => {
  const data = await decompressLater(compression, payload, rawBytes).catch((cause: unknown): never => {
    throw new CorruptEntry('damaged', cause);
  });
  return restored(form, data, options);
};

const inflated = (inflate: () => Buffer): Buffer => {
  try {
    return inflate();
  } catch (cause) {
    throw new CorruptEntry('damaged', cause);
  }
};

const restored = (form: Form, data: Buffer, { codec }: DecodeOptions): unknown => {
  try {
    return fromPayload(form, data, codec);
  } catch (cause) {
    throw new CorruptEntry('undecodable', cause);
  }
};
