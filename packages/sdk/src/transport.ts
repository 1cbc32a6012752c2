import type { Answer } from './answer.ts';
import { batched } from './batch.ts';
import { type Bookmarks, noBookmarks, openBookmarks } from './bookmarks.ts';
import { type Credentials, credentialsOf } from './credentials.ts';
import { cancelled, GraphkeepApiError } from './errors.ts';
import type { Ground } from './ground.ts';
import { exchange, type Operation, serialized, whatWasRefused } from './http.ts';
import { checkedIdempotencyKey, newIdempotencyKey } from './idempotency-key.ts';
import type { Input } from './input.ts';
import { lazyLive } from './lazy-live.ts';
import { checkedHeaders, checkedTimeout, type Settings } from './options.ts';
import { pause, type Wait, withRetries } from './retry.ts';
import type { CallOptions, Live, LiveOptions } from './types.ts';

interface SendOptions extends CallOptions {
  readonly reads: boolean;
}

/** Makes one call. What it answers is typed by whoever knows the path. */
export interface Transport {
  readonly settings: Settings;
  call<T>(path: string, input: Input, options: SendOptions): Promise<Answer<T>>;
  live<T>(path: string, input: Input, options: LiveOptions): Live<T>;
  /** The same with other settings: what one has written, the other reads. */
  with(settings: Settings): Transport;
}

/**
 * Calls procedures over HTTP. Reads that are made at the same time travel together, unless one has a time-out or headers
 * of its own. Reads are POSTs too: their filters are nobody's business, and an address is written to many logs. A
 * write goes alone, and has a key by which the server makes it once: so it may be made again when its answer was lost.
 */
export const openTransport = (
  settings: Settings,
  wait: Wait = pause,
  credentials: Credentials = credentialsOf(settings.apiKey),
  written: Bookmarks = openBookmarks(),
): Transport => {
  const { apiKey, retries, batch, tell } = settings;
  const bookmarks = settings.bookmarks === 'auto' ? written : noBookmarks;
  const ground: Ground = { ...settings, credentials, bookmarks, wait };
  const together = batched((operations) => exchange(ground, operations, true));

  const transmit = async (operation: Operation, alone: boolean): Promise<Answer<unknown>> => {
    const [outcome] = alone ? await exchange(ground, [operation], false) : [await together(operation)];
    if (outcome && !(outcome instanceof GraphkeepApiError)) return outcome;
    throw outcome;
  };

  /** What this client can set right by itself is no attempt that failed. */
  const attempt = async (operation: Operation, alone: boolean): Promise<Answer<unknown>> => {
    try {
      return await transmit(operation, alone);
    } catch (error) {
      const refused = whatWasRefused(error);
      if (refused === undefined || operation.refused === refused) throw error;
      if (refused === 'key' && !(credentials.renewable && operation.refused === undefined)) throw error;
      if (refused === 'bookmarks') bookmarks.forget();
      return attempt({ ...operation, refused }, alone);
    }
  };

  return {
    settings,
    async call<T>(path: string, input: Input, options: SendOptions): Promise<Answer<T>> {
      const { reads, signal, timeoutMs: ownMs, headers: own } = options;
      const timeoutMs = checkedTimeout(ownMs ?? settings.timeoutMs);
      const key = reads ? undefined : checkedIdempotencyKey(options.idempotencyKey ?? newIdempotencyKey());
      const operation: Operation = {
        ...{ path, timeoutMs, signal, writes: !reads, refused: undefined },
        body: serialized(input),
        headers: { ...(own && checkedHeaders(own)), ...(key !== undefined && { 'idempotency-key': key }) },
      };
      const alone = !batch || !reads || ownMs !== undefined || own !== undefined;
      const answer = await withRetries(
        async () => {
          if (signal?.aborted) throw cancelled(signal);
          return attempt(operation, alone);
        },
        {
          retries,
          signal,
          wait,
          once: !reads,
          forMs: timeoutMs,
          tell: (level, text, told) =>
            tell(level, text, {
              path,
              ...told,
              requestId: told.requestId && credentials.hide(told.requestId),
            }),
        },
      );
      return answer as Answer<T>;
    },
    live: lazyLive(ground),
    with: (other) =>
      openTransport(
        other,
        wait,
        other.apiKey === apiKey ? credentials : credentialsOf(other.apiKey),
        written,
      ),
  };
};
