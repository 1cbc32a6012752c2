import { LRUCache } from 'lru-cache';
import type { RecentChanges } from '../recent-changes.ts';
import { Epoch } from './epoch.ts';

const LIMIT = 100_000;
const HALF = 8;

/** What Redis holds for a tag: its epochs, the time of the last change, and a bookmark. */
export interface EpochState {
  readonly bytes: string;
  readonly bookmark: string | undefined;
}

const TIME_LENGTH = 13;

export const parseEpochState = (state: string): EpochState => {
  const bookmark = state.slice(2 * HALF + TIME_LENGTH);
  return { bytes: state.slice(0, 2 * HALF), bookmark: bookmark === '' ? undefined : bookmark };
};

/** The epochs that this process has met. */
export class EpochBook {
  /** Grows with every change, so that a hit sees with one comparison that there was none. */
  generation = 0;
  readonly #recent: RecentChanges;
  /** Types are never forgotten. */
  readonly #types = new Map<string, Epoch>();
  readonly #tags: LRUCache<string, Epoch>;
  /** An epoch that comes back after it was forgotten may have been changed until then. */
  #floor = 0;

  constructor(recent: RecentChanges, limit = LIMIT) {
    this.#recent = recent;
    this.#tags = new LRUCache<string, Epoch>({ max: limit, dispose: (epoch) => this.#forget(epoch) });
  }

  type(key: string): Epoch {
    let epoch = this.#types.get(key);
    if (epoch === undefined) {
      epoch = new Epoch(key, 0);
      this.#types.set(key, epoch);
    }
    return epoch;
  }

  tag(key: string): Epoch {
    let epoch = this.#tags.get(key);
    if (epoch === undefined) {
      epoch = new Epoch(key, this.#floor);
      this.#tags.set(key, epoch);
    }
    return epoch;
  }

  of(key: string): Epoch {
    return this.#types.get(key) ?? this.tag(key);
  }

  /** An invalidation by this process, the answer of Redis to which is still to come. */
  change(epoch: Epoch, kind: 'delete' | 'expire', bookmark: string | undefined): number {
    if (kind === 'delete') epoch.deleted += 1;
    else epoch.expired += 1;
    epoch.bytes = undefined;
    epoch.bookmark = bookmark ?? epoch.bookmark;
    return this.#changed(epoch);
  }

  /** What the log says: as new as can be. */
  logged(key: string, { bytes, bookmark }: EpochState): void {
    const epoch = this.of(key);
    // What changed from is not known: what was held under it, loaded while Redis was away, may be dead.
    if (epoch.bytes === undefined) epoch.deleted += 1;
    this.#adopt(epoch, bytes);
    epoch.bookmark = bookmark ?? epoch.bookmark;
    this.#changed(epoch);
  }

  /** What Redis answered to a question asked at `askedAt`: worth nothing if the log has told of a change since. */
  fetched(epoch: Epoch, { bytes, bookmark }: EpochState, askedAt: number): void {
    if (epoch.changedAt > askedAt) return;
    if (epoch.bytes !== undefined && epoch.bytes !== bytes) this.#changed(epoch);
    this.#adopt(epoch, bytes);
    epoch.bookmark = bookmark ?? epoch.bookmark;
  }

  /** The log has a gap. */
  forgetAll(): void {
    this.#tags.clear();
    for (const epoch of this.#types.values()) {
      epoch.bytes = undefined;
      this.change(epoch, 'delete', undefined);
    }
  }

  #adopt(epoch: Epoch, bytes: string): void {
    if (epoch.bytes !== undefined) {
      if (epoch.bytes.slice(0, HALF) !== bytes.slice(0, HALF)) epoch.deleted += 1;
      if (epoch.bytes.slice(HALF) !== bytes.slice(HALF)) epoch.expired += 1;
    }
    epoch.bytes = bytes;
  }

  #changed(epoch: Epoch): number {
    this.generation += 1;
    epoch.changedAt = this.#recent.mark(epoch.key);
    return epoch.changedAt;
  }

  #forget(epoch: Epoch): void {
    epoch.forgotten = true;
    this.generation += 1;
    this.#floor = Math.max(this.#floor, epoch.changedAt);
  }
}
