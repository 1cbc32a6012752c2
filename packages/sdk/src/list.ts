import { limits } from '@graphkeep/contract/limits';
import type { Page } from '@graphkeep/models';
import type { Answer } from './answer.ts';
import { type Call, callOf, lazyCall } from './call.ts';
import type { Input } from './input.ts';
import { checkedWhole } from './options.ts';

/**
 * A page to await, or all items of all pages to walk through. Nothing is asked for before either; leaving the loop asks for
 * no more.
 *
 * @example
 * const players = gk.story.players.list({ orderBy: { username: 'asc' } });
 * const { items, next } = await players; // the first page
 * for await (const { username } of players) if (username > 'b') break; // page after page
 * const hundred = await players.toArray({ limit: 100 });
 * console.log(items.length, next, hundred.length);
 */
export interface List<T> extends Call<Page<T>>, AsyncIterable<T> {
  /** The first page, asked for now; `page().withResponse()` has the HTTP answer too. */
  page(): Call<Page<T>>;
  /** All items, but no more than the limit: nobody means to load a whole graph. */
  toArray(options: { readonly limit: number }): Promise<readonly T[]>;
}

/** More would not be an array to hold in memory, but a stream to walk through. */
const MAX_ITEMS = 100_000;

export const list = <T>(fetchPage: (input: Input) => Promise<Answer<Page<T>>>, input: Input): List<T> => {
  async function* walk(asked: Input): AsyncGenerator<T, void> {
    let after: string | null = null;
    do {
      const { data }: Answer<Page<T>> = await fetchPage(after === null ? asked : { ...asked, after });
      yield* data.items;
      after = data.next ?? null;
    } while (after !== null);
  }
  return Object.assign(
    lazyCall(() => fetchPage(input)),
    {
      page: () => callOf(fetchPage(input)),
      toArray: async ({ limit }: { readonly limit: number }) => {
        checkedWhole('limit', limit, 1, MAX_ITEMS);
        const given = typeof input?.['limit'] === 'number' ? input['limit'] : limits.maxPageSize;
        const items: T[] = [];
        for await (const item of walk({ ...input, limit: Math.min(given, limit) })) {
          items.push(item);
          if (items.length === limit) break;
        }
        return items;
      },
      [Symbol.asyncIterator]: () => walk(input),
    },
  );
};
