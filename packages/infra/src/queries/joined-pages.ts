import { GraphkeepError } from '@graphkeep/core';

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}
type List<T> = (page: { readonly limit: number; readonly after?: string }) => Promise<Page<T>>;

/** One list of several, each of which begins where the one before it ends: every one of them can be read along an index. */
export const joinedPages = async <T>(
  lists: readonly List<T>[],
  limit: number,
  after: string | undefined,
): Promise<Page<T>> => {
  let { at, cursor } = after === undefined ? { at: 0, cursor: '' } : placeOf(after, lists.length);
  const items: T[] = [];
  for (; at < lists.length && items.length < limit; at += 1) {
    const page = await lists[at]?.({
      limit: limit - items.length,
      ...(cursor !== '' && { after: cursor }),
    });
    items.push(...(page?.items ?? []));
    if (page && page.next !== null) return { items, next: `${at}~${page.next}` };
    cursor = '';
  }
  return { items, next: at < lists.length ? `${at}~` : null };
};

const placeOf = (after: string, lists: number): { readonly at: number; readonly cursor: string } => {
  const [, at = '', cursor = ''] = /^(\d)~(.*)$/s.exec(after) ?? [];
  if (at === '' || Number(at) >= lists)
    throw new GraphkeepError('invalid_input', 'after must be the `next` of a page of this list.', {
      field: 'after',
    });
  return { at: Number(at), cursor };
};
