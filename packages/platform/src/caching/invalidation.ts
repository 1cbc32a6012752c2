import type { Helpers } from '@graphkeep/cache';
import { GraphkeepError, type Logger } from '@graphkeep/core';
import type { Committed, JournalPage } from '@graphkeep/graph';
import { invalidate, invalidateAll } from './invalidate.ts';
import type { Caches } from './open-caches.ts';

export interface Invalidation {
  /** Ends what is cached of a commit, and leaves a mark that it has done so. It does not throw. */
  committed(committed: Committed): Promise<void>;
  /** Does the same for what a process left that died, was cut off from Redis, or did not know what became of its commit. */
  handle(page: JournalPage, bookmarks: () => Promise<readonly string[]>): Promise<void>;
}

/** So long a mark waits for the reader of the journal; without it the reader does the work once more. */
const MARK_MS = 600_000;

/** `isFollowed`: whether somebody reads the journal, for whom a mark is left. */
export const openInvalidation = (
  caches: Caches,
  helpers: Helpers,
  log: Logger,
  isFollowed: boolean,
): Invalidation => {
  /** Entries of the journal whose writers have invalidated all there is to it. */
  const marks = helpers.hash<1>('invalidated');

  return {
    committed: async ({ entries, certain, bookmarks }) => {
      const changes = entries.flatMap((entry) => entry.changes);
      try {
        const outcome = await invalidate(caches, changes, bookmarks);
        // What may be kept a moment later would be read, and cached, before.
        if (!isFollowed || outcome === 'queued' || !certain) return;
        marks.setMany(Object.fromEntries(entries.map(({ id }) => [id, 1 as const]))).catch(() => {});
      } catch (error) {
        log.error({ err: error, changes: changes.length }, 'a commit was not invalidated: the journal will');
      }
    },
    handle: async (page, bookmarks) => {
      if (page.kind === 'reload') return whenApplied(await invalidateAll(caches));
      const ids = page.entries.map(({ id }) => id);
      const done = await marks.getMany(ids).catch(() => []);
      const left = page.entries.filter((_, index) => done[index] === undefined);
      const changes = left.flatMap((entry) => entry.changes);
      whenApplied(await invalidate(caches, changes, changes.length > 0 ? await bookmarks() : []));
      await marks.remove(...ids).catch(() => 0);
      await marks.expireIn(MARK_MS).catch(() => false);
    },
  };
};

/** What Redis was not told is told again: the cursor of the journal must not pass it. */
const whenApplied = (outcome: 'applied' | 'queued'): void => {
  if (outcome === 'queued')
    throw new GraphkeepError('unavailable', 'Redis is away: the invalidation is tried again.');
};
