import { gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';

const inflaterOf = (data: Buffer) => {
  const magic = data.length < 4 ? 0 : data.readUInt32BE(0);
  if (magic === 0x28b52ffd) return zstdDecompressSync;
  if (magic >>> 16 === 0x1f8b) return gunzipSync;
  // The first byte of zlib is 0x78, and the first two are a multiple of 31.
  return magic >>> 24 === 0x78 && (magic >>> 16) % 31 === 0 ? inflateSync : undefined;
};

/** Reads a value that another program wrote: JSON, as it is or compressed by gzip, zlib or zstd. Throws where it is neither. */
export const decodeForeign = (data: Buffer, maxBytes: number): unknown => {
  const inflate = inflaterOf(data);
  const plain = inflate === undefined ? data : inflate(data, { maxOutputLength: maxBytes });
  return JSON.parse(plain.toString('utf8'));
};
