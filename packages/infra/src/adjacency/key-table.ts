const FIRST_NODES = 1_024;
/** Of a hash table that is fuller, looking things up takes long. */
const FULLEST = 0.6;

/** Numbers of texts, from 0 in the order of their coming, in about thirty bytes each: a string in a Map costs five times that. */
export class KeyTable {
  #bytes = Buffer.allocUnsafe(FIRST_NODES * 16);
  #ends = new Float64Array(FIRST_NODES);
  /** By hash, the number of a text and 1; 0 where there is none. */
  #slots = new Uint32Array(FIRST_NODES * 2);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of a text, which it is given where it has none. */
  add(key: string): number {
    const start = this.#start(this.#size);
    const length = Buffer.byteLength(key);
    if (start + length > this.#bytes.length) this.#bytes = grown(this.#bytes, start + length);
    this.#bytes.write(key, start);
    const slot = this.#slotOf(start, length);
    const known = this.#slots[slot] ?? 0;
    if (known > 0) return known - 1;
    if (this.#size === this.#ends.length) {
      const ends = new Float64Array(this.#size * 2);
      ends.set(this.#ends);
      this.#ends = ends;
    }
    this.#ends[this.#size] = start + length;
    this.#size += 1;
    this.#slots[slot] = this.#size;
    if (this.#size > this.#slots.length * FULLEST) this.#spread();
    return this.#size - 1;
  }

  numberOf(key: string): number | undefined {
    const start = this.#start(this.#size);
    const length = Buffer.byteLength(key);
    if (start + length > this.#bytes.length) this.#bytes = grown(this.#bytes, start + length);
    this.#bytes.write(key, start);
    const known = this.#slots[this.#slotOf(start, length)] ?? 0;
    return known > 0 ? known - 1 : undefined;
  }

  keyOf(number: number): string {
    return this.#bytes.toString('utf8', this.#start(number), this.#ends[number]);
  }

  #start(number: number): number {
    return number === 0 ? 0 : (this.#ends[number - 1] ?? 0);
  }

  /** Where the text at these bytes stands, or would. */
  #slotOf(start: number, length: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = this.#hashOf(start, length) & mask; ; slot = (slot + 1) & mask) {
      const known = this.#slots[slot] ?? 0;
      if (known === 0) return slot;
      const [other, end] = [this.#start(known - 1), this.#ends[known - 1] ?? 0];
      if (end - other === length && this.#bytes.compare(this.#bytes, other, end, start, start + length) === 0)
        return slot;
    }
  }

  /** FNV-1a. */
  #hashOf(start: number, length: number): number {
    let hash = 0x811c9dc5;
    for (let at = start; at < start + length; at++)
      hash = Math.imul(hash ^ (this.#bytes[at] ?? 0), 0x01000193);
    return hash >>> 0;
  }

  #spread(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let number = 0; number < this.#size; number++) {
      const start = this.#start(number);
      this.#slots[this.#slotOf(start, (this.#ends[number] ?? 0) - start)] = number + 1;
    }
  }
}

const grown = (bytes: Buffer<ArrayBuffer>, least: number): Buffer<ArrayBuffer> => {
  const larger = Buffer.allocUnsafe(Math.max(least, bytes.length * 2));
  bytes.copy(larger);
  return larger;
};
