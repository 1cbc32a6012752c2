/** The first of a stream, and whether there is more. */
export const firstOf = async <T>(
  stream: AsyncIterable<T>,
  limit: number,
): Promise<{ readonly items: readonly T[]; readonly more: boolean }> => {
  const items: T[] = [];
  for await (const item of stream) {
    if (items.length === limit) return { items, more: true };
    items.push(item);
  }
  return { items, more: false };
};
