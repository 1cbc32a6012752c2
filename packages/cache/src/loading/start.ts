import type { Core } from '../core.ts';
import type { Epoch } from '../epochs/epoch.ts';
import type { Kind, Place } from '../kind.ts';
import type { Looked } from '../looked.ts';
import { epochsOf, fetchEpoch, knownBytes } from '../tag-epochs.ts';
import type { LoadStart } from './fill.ts';

/** Notes what is true before a loader runs, so that afterwards it can be told what changed meanwhile. */
export const loadStart = async <V, I>(
  core: Core,
  kind: Kind<V, I>,
  looked: Looked<V>,
  tags: readonly string[],
): Promise<LoadStart> => {
  const began = core.recent.last;
  const at = core.clock.local();
  const startedAt = performance.now();
  const bytes = new Map<Epoch, string>();
  if (core.redis !== undefined && looked.seen !== undefined)
    for (const epoch of epochsOf(core, kind.epoch, tags)) {
      const known = knownBytes(core, epoch) ?? (await fetchEpoch(core, epoch))?.bytes;
      if (known !== undefined) bytes.set(epoch, known);
    }
  return { began, at, startedAt, tags, bytes, seen: looked.seen, serverTime: looked.serverTime };
};

/** How far a replica must have come before it is read. */
export const bookmarksFor = <V, I>(
  core: Core,
  kind: Kind<V, I>,
  { key }: Place<I>,
  looked: Looked<V>,
  tags: readonly string[],
): readonly string[] => {
  const epochs = epochsOf(core, kind.epoch, tags);
  const all = [looked.bookmark, core.bookmarks.get(key), ...epochs.map((epoch) => epoch.bookmark)];
  return [...new Set(all.filter((bookmark) => bookmark !== undefined))];
};
