import type { Store } from '../store.ts';
import { memoryHashes, memoryLists, memorySets } from './collections.ts';
import { memoryLocks } from './locks.ts';
import { memoryMessages } from './messages.ts';
import { memorySortedSets } from './sorted-sets.ts';
import { Space, type SpaceOptions } from './space.ts';
import { memoryStreams } from './streams.ts';
import { memoryTexts } from './texts.ts';

/** Of one process, and gone with it. */
export const memoryStore = (options: SpaceOptions = {}): Store => {
  const space = new Space(options);
  const streams = memoryStreams(space);
  return {
    texts: memoryTexts(space),
    hashes: memoryHashes(space),
    lists: memoryLists(space),
    sets: memorySets(space),
    sortedSets: memorySortedSets(space),
    streams,
    locks: memoryLocks(space.now),
    messages: memoryMessages(),
    close() {
      streams.close();
      space.clear();
    },
  };
};
