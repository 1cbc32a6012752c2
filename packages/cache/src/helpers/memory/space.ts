import { GraphkeepError } from '@graphkeep/core';

interface Entry {
  readonly value: object;
  bytes: number;
  expiresAt: number;
}

export interface SpaceOptions {
  /** @default 64 MiB */
  readonly maxBytes?: number;
  /** Milliseconds on a clock that is never set back. */
  readonly now?: () => number;
}

/** What a key and its entry take beside what is kept in it. */
const ENTRY_BYTES = 128;

/**
 * Keys with values of several kinds, bounded in bytes. Where it is full, what has an end goes first, the least used of
 * it foremost; a write for which that is not enough is refused, as Redis does with `volatile-lru`.
 */
export class Space {
  readonly #entries = new Map<string, Entry>();
  readonly #maxBytes: number;
  readonly now: () => number;
  #bytes = 0;

  constructor({ maxBytes = 64 * 1024 ** 2, now = () => performance.now() }: SpaceOptions = {}) {
    this.#maxBytes = maxBytes;
    this.now = now;
  }

  get bytes(): number {
    return this.#bytes;
  }

  read<T extends object>(key: string, kind: new () => T): T | undefined {
    const entry = this.#live(key);
    if (entry === undefined) return undefined;
    if (!(entry.value instanceof kind)) {
      throw new GraphkeepError('invalid_input', 'The key holds a value of another kind.');
    }
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** The value, made where there is none, once there is room for so many bytes more in it. */
  grow<T extends object>(key: string, kind: new () => T, bytes: number): T {
    const known = this.read(key, kind);
    const more = bytes + (known === undefined ? ENTRY_BYTES + textBytes(key) : 0);
    this.#makeRoom(more, key);
    const value = known ?? new kind();
    const entry = this.#entries.get(key) ?? { value, bytes: 0, expiresAt: Number.POSITIVE_INFINITY };
    entry.bytes += more;
    this.#bytes += more;
    this.#entries.set(key, entry);
    return value;
  }

  shrink(key: string, bytes: number): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    entry.bytes -= bytes;
    this.#bytes -= bytes;
  }

  remove(key: string): boolean {
    const entry = this.#live(key);
    return entry !== undefined && this.#drop(key, entry);
  }

  leftMs(key: string): number | undefined {
    const left = (this.#live(key)?.expiresAt ?? Number.POSITIVE_INFINITY) - this.now();
    return Number.isFinite(left) ? left : undefined;
  }

  /** Without a time it lives for ever. */
  expire(key: string, ttlMs: number | undefined): boolean {
    const entry = this.#live(key);
    if (entry === undefined) return false;
    entry.expiresAt = ttlMs === undefined ? Number.POSITIVE_INFINITY : this.now() + ttlMs;
    return true;
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.expiresAt > this.now()) return entry;
    this.#drop(key, entry);
    return undefined;
  }

  #drop(key: string, entry: Entry): true {
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
    return true;
  }

  #makeRoom(bytes: number, spared: string): void {
    if (this.#bytes + bytes <= this.#maxBytes) return;
    for (const [key, entry] of this.#entries) {
      if (key !== spared && Number.isFinite(entry.expiresAt)) this.#drop(key, entry);
      if (this.#bytes + bytes <= this.#maxBytes) return;
    }
    throw new GraphkeepError('overloaded', `The memory for helpers is full: ${this.#maxBytes} bytes.`);
  }
}

/** UTF-16, and what a map or a list takes for an item. */
export const textBytes = (text: string): number => 2 * text.length + 48;
