import type { CacheHandle } from '../handle.ts';

export interface CachedOptions<A extends readonly unknown[], I> {
  /** The id of the value that these arguments lead to: calls with the same id share it. */
  readonly key: (...args: A) => I;
}

export interface CachedFunction<A extends readonly unknown[], V> {
  (...args: A): Promise<V>;
  /** The next call with these arguments runs the function again, in every process. */
  forget(...args: A): Promise<void>;
}

/**
 * A function whose answers are kept as values of a cache type: run once for all who call it at the same time, and not
 * again while its answer lives.
 *
 * @example const report = cached(cache.report, (region: string) => makeReport(region), { key: (region) => region });
 */
export const cached = <A extends readonly unknown[], V, I>(
  handle: CacheHandle<V, I>,
  fn: (...args: A) => V | Promise<V>,
  { key }: CachedOptions<A, I>,
): CachedFunction<A, V> => {
  const call = (...args: A): Promise<V> => handle.getOrLoad(key(...args), () => fn(...args));
  return Object.assign(call, {
    forget: async (...args: A) => void (await handle.delete(key(...args))),
  });
};
