/**
 * An entry in Redis. Numbers are big-endian; the first twelve bytes are ASCII and are what a fence compares.
 *
 * | from | bytes | what |
 * | --- | --- | --- |
 * | 0 | 2 | `GK` |
 * | 2 | 1 | version, `1` |
 * | 3 | 1 | `v` a value, `d` a tombstone |
 * | 4 | 8 | token, new with every write |
 *
 * A tombstone goes on with its bookmark. A value:
 *
 * | from | bytes | what |
 * | --- | --- | --- |
 * | 12 | 6 | fresh until, in milliseconds |
 * | 18 | 6 | may be served until |
 * | 24 | 2 | check of these two, which `touch` renews in place |
 * | 26 | 2 | number of epochs, n |
 * | 28 | 4 | CRC-32 of the body |
 * | 32 | 16 n | epochs: of the type, then of each tag |
 * | 32 + 16 n | | body: form 1, compression 1, made at 6, length 4, n − 1 tags (length 2, name), payload |
 */
export const HEAD = 'GK1';
export const FENCE_LENGTH = 12;
export const SOFT_AT = 12;
export const LIVES_LENGTH = 14;
export const EPOCH_COUNT_AT = 26;
export const CRC_AT = 28;
export const EPOCHS_AT = 32;
export const EPOCH_LENGTH = 16;
export const BODY_FIXED = 12;

export const KINDS = { value: 'v', tombstone: 'd' } as const;
export type Form = 'null' | 'json' | 'rich' | 'bytes' | 'text' | 'custom';
export const FORMS: readonly Form[] = ['null', 'json', 'rich', 'bytes', 'text', 'custom'];
export type Compression = 'none' | 'zstd' | 'gzip' | 'zlib';
export const COMPRESSIONS: readonly Compression[] = ['none', 'zstd', 'gzip', 'zlib'];
