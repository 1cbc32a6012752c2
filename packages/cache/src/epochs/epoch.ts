/**
 * What this process knows of a tag, or of a type as a whole. `deleted` and `expired` count the invalidations it learnt of: an
 * entry that was made under another count is dead, or stale.
 */
export class Epoch {
  readonly key: string;
  /** As it is in Redis: eight characters that change with a delete, eight with an expiry. Unknown until it is asked for. */
  bytes: string | undefined;
  deleted = 0;
  expired = 0;
  /** When the last change was learnt, in the order of `RecentChanges`. */
  changedAt: number;
  /** The bookmark of the last invalidation that had one. */
  bookmark: string | undefined;
  /** No longer told of changes: what was made under it must be looked at anew. */
  forgotten = false;

  constructor(key: string, changedAt: number) {
    this.key = key;
    this.changedAt = changedAt;
  }
}

/** The counts of several epochs at one moment. */
export interface EpochMarks {
  readonly epochs: readonly Epoch[];
  readonly deleted: readonly number[];
  readonly expired: readonly number[];
}

export const marksOf = (epochs: readonly Epoch[]): EpochMarks => ({
  epochs,
  deleted: epochs.map((epoch) => epoch.deleted),
  expired: epochs.map((epoch) => epoch.expired),
});

export type Standing = 'current' | 'expired' | 'deleted' | 'unknown';

export const standingOf = ({ epochs, deleted, expired }: EpochMarks): Standing => {
  let standing: Standing = 'current';
  for (let i = 0; i < epochs.length; i += 1) {
    const epoch = epochs[i];
    if (epoch === undefined || epoch.forgotten) return 'unknown';
    if (epoch.deleted !== deleted[i]) return 'deleted';
    if (epoch.expired !== expired[i]) standing = 'expired';
  }
  return standing;
};
