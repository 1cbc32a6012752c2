import type { EpochMarks } from '../epochs/epoch.ts';

/** A value held in the process. Times are local. */
export interface MemoryEntry {
  readonly value: unknown;
  /** What a fence in Redis compares; empty where it is not in Redis. */
  readonly fence: string;
  readonly marks: EpochMarks;
  readonly createdAt: number;
  softAt: number;
  staleUntil: number;
  /** From here on Redis is asked. */
  readonly ageAt: number;
  /** A hit from here on loads it anew in the background. */
  refreshAt: number;
  /** A hit from here on renews its life. */
  renewAt: number;
  /** Put in while the log was not followed: it ends by itself before anybody would miss an invalidation. */
  readonly onItsOwn: boolean;
  /** Until then, and while no epoch has changed, a hit needs no thought. */
  checkAt: number;
  generation: number;
}

export type Verdict =
  | 'fresh'
  /** Its life is over or a tag has expired; to be served only in place of nothing. */
  | 'stale'
  /** It may be fresh, but Redis has to be asked. */
  | 'aged'
  | 'dead';

export const checkAtOf = (entry: Omit<MemoryEntry, 'checkAt' | 'generation'>): number =>
  Math.min(entry.softAt, entry.staleUntil, entry.ageAt, entry.refreshAt, entry.renewAt);
