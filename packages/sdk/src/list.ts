import type { Page } from '@graphkeep/models';
import type { List } from './types.ts';

/** Asks for the first page when awaited, and for one page after another when walked through. */
export const list = <T>(
  fetchPage: (after: string | undefined) => Promise<Page<T>>,
  after: string | undefined,
): List<T> => ({
  // A list is awaited and walked through alike; nothing is asked for before either.
  // biome-ignore lint/suspicious/noThenProperty: being awaited is what it is for
  then: (resolve, reject) => fetchPage(after).then(resolve, reject),
  async *[Symbol.asyncIterator]() {
    let from = after;
    do {
      const page = await fetchPage(from);
      yield* page.items;
      from = page.next ?? undefined;
    } while (from !== undefined);
  },
});
