import type { Ground } from './ground.ts';
import type { Input } from './input.ts';
import type { LiveEvent } from './live.ts';
import type { Live, LiveOptions } from './types.ts';

/** Live connections, whose code is loaded with the first of them. */
export const lazyLive =
  (ground: Ground) =>
  <T>(path: string, input: Input, options: LiveOptions): Live<T> => {
    async function* withIds(): AsyncGenerator<LiveEvent<T>, void> {
      const { live } = await import('./live.ts');
      yield* live<T>(ground, path, input, options);
    }
    return liveOf(withIds);
  };

export const liveOf = <T>(withIds: () => AsyncIterable<LiveEvent<T>>): Live<T> => ({
  withIds,
  async *[Symbol.asyncIterator]() {
    for await (const { event } of withIds()) yield event;
  },
});
