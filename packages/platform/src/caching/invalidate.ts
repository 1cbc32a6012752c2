import type { WriteOutcome } from '@graphkeep/cache';
import type { Change } from '@graphkeep/graph';
import { joinBookmarks } from './loading.ts';
import type { Caches } from './open-caches.ts';
import { tagsOf } from './tags.ts';

/** More at once would hold up all other work. */
const AT_ONCE = 500;

/** Ends all that is cached of these changes, everywhere; `queued` where Redis is away and other processes are not told yet. */
export const invalidate = async (
  caches: Caches,
  changes: readonly Change[],
  bookmarks: readonly string[],
): Promise<WriteOutcome> => {
  const given = joinBookmarks(bookmarks);
  const options = given === undefined ? {} : { bookmark: given };
  const outcomes: WriteOutcome[] = [];
  for (let from = 0; from < changes.length; from += AT_ONCE) {
    const some = changes.slice(from, from + AT_ONCE);
    outcomes.push(
      ...(await Promise.all([
        ...entriesOf(caches, some).map(
          ([label, keys]) => caches.of(label)?.deleteMany(keys, options) ?? 'applied',
        ),
        caches.deleteTags([...new Set(some.flatMap(tagsOf))], options),
      ])),
    );
  }
  return outcomes.includes('queued') ? 'queued' : 'applied';
};

/** Where nobody can say what was changed. */
export const invalidateAll = async (caches: Caches): Promise<WriteOutcome> => {
  const outcomes = await Promise.all(caches.names.map(async (name) => caches.of(name)?.clear() ?? 'applied'));
  return outcomes.includes('queued') ? 'queued' : 'applied';
};

/** Of a node that was just made nothing is cached, but perhaps that there is none. */
const entriesOf = (
  caches: Caches,
  changes: readonly Change[],
): readonly (readonly [string, readonly string[]])[] => {
  const ended = changes.filter(({ kind, label }) => kind !== 'created' || caches.remembersAbsence(label));
  return [...Map.groupBy(ended, ({ label }) => label)].map(([label, own]) => [
    label,
    [...new Set(own.map(({ key }) => key))],
  ]);
};
