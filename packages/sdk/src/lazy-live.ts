import type { Input } from './caller.ts';
import type { Fetch } from './http.ts';
import type { LiveEvent } from './live.ts';
import type { Wait } from './retry.ts';
import type { Live, LiveOptions } from './types.ts';

export interface LiveSettings {
  readonly url: string;
  readonly apiKey: string;
  readonly fetch: Fetch;
  readonly hide: (text: string) => string;
  readonly wait: Wait;
}

/** Live connections, whose code is loaded with the first of them. */
export const lazyLive =
  (settings: LiveSettings) =>
  <T>(path: string, input: Input, options: LiveOptions): Live<T> => {
    async function* withIds(): AsyncGenerator<LiveEvent<T>, void> {
      const { live } = await import('./live.ts');
      yield* live<T>(settings, path, input, options);
    }
    return {
      withIds,
      async *[Symbol.asyncIterator]() {
        for await (const { event } of withIds()) yield event;
      },
    };
  };
