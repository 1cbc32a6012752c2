/** Packstream, the values of Bolt, as far as a stub of a server speaks and hears it. */
export type Packed =
  | null
  | boolean
  | number
  | string
  | readonly Packed[]
  | { readonly [key: string]: Packed };

export const pack = (value: Packed): Buffer => {
  if (value === null) return Buffer.from([0xc0]);
  if (typeof value === 'boolean') return Buffer.from([value ? 0xc3 : 0xc2]);
  if (typeof value === 'number') return packInteger(value);
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([head(0x80, 0xd0, text.length), text]);
  }
  if (Array.isArray(value)) return Buffer.concat([head(0x90, 0xd4, value.length), ...value.map(pack)]);
  const entries = Object.entries(value);
  return Buffer.concat([head(0xa0, 0xd8, entries.length), ...entries.flat().map(pack)]);
};

const packInteger = (value: number): Buffer => {
  if (value >= -16 && value < 128) return Buffer.from([value & 0xff]);
  const bytes = Buffer.alloc(5, 0xca);
  bytes.writeInt32BE(value, 1);
  return bytes;
};

/** A size of up to 15 stands in the marker itself; a larger one in two bytes behind it. */
const head = (tiny: number, sized: number, size: number): Buffer => {
  if (size < 16) return Buffer.from([tiny | size]);
  const bytes = Buffer.from([sized + 1, 0, 0]);
  bytes.writeUInt16BE(size, 1);
  return bytes;
};

/** Reads the values of one message, one after the other. */
export class Unpacker {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  next(): Packed {
    const marker = this.#bytes.readUInt8(this.#at++);
    if (marker < 0x80) return marker;
    if (marker >= 0xf0) return marker - 0x100;
    switch (marker) {
      case 0xc0:
        return null;
      case 0xc1:
        return this.#take(8).readDoubleBE();
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc8:
        return this.#take(1).readInt8();
      case 0xc9:
        return this.#take(2).readInt16BE();
      case 0xca:
        return this.#take(4).readInt32BE();
      case 0xcb:
        return Number(this.#take(8).readBigInt64BE());
    }
    const tiny = marker < 0xb0;
    const size = tiny ? marker & 0x0f : this.#size(marker & 0x03);
    const kind = tiny ? marker & 0xf0 : marker & 0xfc;
    if (kind === 0x80 || kind === 0xd0) return this.#take(size).toString('utf8');
    if (kind === 0x90 || kind === 0xd4) return Array.from({ length: size }, () => this.next());
    if (kind === 0xa0 || kind === 0xd8)
      return Object.fromEntries(Array.from({ length: size }, () => [String(this.next()), this.next()]));
    throw new Error(`The stub does not read a value that begins with ${marker.toString(16)}.`);
  }

  #size(width: number): number {
    return this.#take(2 ** width).readUIntBE(0, 2 ** width);
  }

  #take(count: number): Buffer {
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}
