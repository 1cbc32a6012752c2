/** Of a mixed row of things, batches of one kind each; nothing is held but what is not full yet. */
export function* batches<T, K>(
  all: Iterable<T>,
  kind: (one: T) => K,
  size: number,
): Generator<readonly [K, readonly [T, ...T[]]]> {
  const open = new Map<K, [T, ...T[]]>();
  for (const one of all) {
    const mine = kind(one);
    const batch = open.get(mine);
    if (!batch) open.set(mine, [one]);
    else if (batch.push(one) >= size) {
      open.delete(mine);
      yield [mine, batch];
    }
  }
  yield* open;
}
