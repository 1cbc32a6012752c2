import { promisify } from 'node:util';
import {
  constants,
  gunzip,
  gunzipSync,
  inflate,
  inflateSync,
  zstdCompress,
  zstdCompressSync,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib';
import type { Compression } from './layout.ts';

/** From here on the work is given to another thread: it would hold up the event loop for milliseconds. */
export const ASYNC_FROM = 256 * 1_024;
const WORTH_IT = 0.85;
const LEVEL_1 = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

const squeeze = promisify(zstdCompress);
const inflaters = {
  zstd: { now: zstdDecompressSync, later: promisify(zstdDecompress) },
  gzip: { now: gunzipSync, later: promisify(gunzip) },
  zlib: { now: inflateSync, later: promisify(inflate) },
} as const;

export interface Squeezed {
  readonly compression: Compression;
  readonly data: Uint8Array;
}

/** Kept only where it saves at least 15 %. */
const ifWorthIt = (raw: Uint8Array, small: Uint8Array): Squeezed =>
  small.length <= raw.length * WORTH_IT
    ? { compression: 'zstd', data: small }
    : { compression: 'none', data: raw };

export const compressNow = (raw: Uint8Array): Squeezed => ifWorthIt(raw, zstdCompressSync(raw, LEVEL_1));

export const compressLater = async (raw: Uint8Array): Promise<Squeezed> =>
  ifWorthIt(raw, await squeeze(raw, LEVEL_1));

/** Throws where more than `length` bytes come out: a small entry must not fill the memory. */
export const decompressNow = (
  compression: Exclude<Compression, 'none'>,
  data: Buffer,
  length: number,
): Buffer => exactly(length, inflaters[compression].now(data, { maxOutputLength: Math.max(1, length) }));

export const decompressLater = async (
  compression: Exclude<Compression, 'none'>,
  data: Buffer,
  length: number,
): Promise<Buffer> =>
  exactly(length, await inflaters[compression].later(data, { maxOutputLength: Math.max(1, length) }));

const exactly = (length: number, data: Buffer): Buffer => {
  if (data.length === length) return data;
  throw new RangeError(`${data.length} bytes came out instead of ${length}`);
};
