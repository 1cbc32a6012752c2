import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { EpochBook } from '../epochs/book.ts';
import { standingOf } from '../epochs/epoch.ts';
import { checkAtOf, type MemoryEntry, type Verdict } from './entry.ts';

export interface MemoryOptions {
  readonly maxBytes: number;
  readonly maxEntries: number;
}

/** What the process holds, bounded by bytes and by count. */
export class Memory {
  /** Whether invalidations by other processes arrive. Where there are none, always. */
  followed: boolean;
  readonly #entries: LRUCache<string, MemoryEntry>;
  readonly #clock: Clock;
  readonly #book: EpochBook;
  #hits = 0;

  constructor(options: MemoryOptions, clock: Clock, book: EpochBook, followed: boolean) {
    this.#entries = new LRUCache({ max: options.maxEntries, maxSize: options.maxBytes });
    this.#clock = clock;
    this.#book = book;
    this.followed = followed;
  }

  get size(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return this.#entries.calculatedSize;
  }

  /** The way of a hit: nothing is allocated, and nothing is looked at that cannot have changed. */
  hit(key: string): MemoryEntry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#hits = (this.#hits + 1) & 1_023;
    if (this.#hits === 0) this.#clock.refresh();
    if (this.#clock.coarse() < entry.checkAt && entry.generation === this.#book.generation && this.followed)
      return entry;
    return undefined;
  }

  /** What `hit` would not answer for, and how good it is. */
  find(key: string): { readonly entry: MemoryEntry; readonly verdict: Verdict } | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const verdict = this.#judge(entry);
    if (verdict === 'dead') {
      this.#entries.delete(key);
      return undefined;
    }
    return { entry, verdict };
  }

  /** All that is alive; what is not is let go. */
  *all(): Generator<{ readonly key: string; readonly entry: MemoryEntry; readonly bytes: number }, void> {
    for (const [key, entry] of [...this.#entries.entries()]) {
      if (this.#judge(entry) === 'dead') this.#entries.delete(key);
      else yield { key, entry, bytes: this.#entries.info(key)?.size ?? 0 };
    }
  }

  #judge(entry: MemoryEntry): Verdict {
    const now = this.#clock.local();
    if (now >= entry.staleUntil) return 'dead';
    const standing = standingOf(entry.marks);
    if (standing === 'deleted') return 'dead';
    if (standing === 'expired' || now >= entry.softAt) return 'stale';
    if (standing === 'unknown' || now >= entry.ageAt || !(this.followed || entry.onItsOwn)) return 'aged';
    entry.generation = this.#book.generation;
    entry.checkAt = checkAtOf(entry);
    return 'fresh';
  }

  put(key: string, entry: Omit<MemoryEntry, 'checkAt' | 'generation'>, bytes: number): MemoryEntry {
    const kept = { ...entry, checkAt: checkAtOf(entry), generation: this.#book.generation };
    this.#entries.set(key, kept, { size: Math.max(1, bytes) });
    return kept;
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}
