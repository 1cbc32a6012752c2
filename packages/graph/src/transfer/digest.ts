import { createHash } from 'node:crypto';

/**
 * Tells whether two exports have the same lines, in whatever order they came: one store sorts keys in another way than the
 * next.
 */
export interface Digest {
  add(line: string): void;
  text(): string;
}

const BYTES = 16;
const MODULUS = 1n << BigInt(BYTES * 8);

export const openDigest = (): Digest => {
  let sum = 0n;
  return {
    add: (line) => {
      const hash = createHash('sha256').update(line.trimEnd()).digest().subarray(0, BYTES);
      sum = (sum + hash.readBigUInt64BE(0) * (1n << 64n) + hash.readBigUInt64BE(8)) % MODULUS;
    },
    text: () => sum.toString(16).padStart(BYTES * 2, '0'),
  };
};
