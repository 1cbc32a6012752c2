import { createHash } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** Where the history of every demo begins in its ids: they sort by time, and say nothing of when they were made. */
const EPOCH = Date.UTC(2026, 0, 1);

/** The same id for the same name, in the form of one that the store makes, at its place in the order of times. */
export const demoId = <const P extends string>(prefix: P, name: string, atMs: number): `${P}_${string}` => {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
  bytes.writeUIntBE(EPOCH + atMs, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let place = 0; place < 26; place += 1) {
    text = `${ALPHABET[Number(rest & 31n)]}${text}`;
    rest >>= 5n;
  }
  return `${prefix}_${text}`;
};
