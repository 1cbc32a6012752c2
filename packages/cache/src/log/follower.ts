import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { GraphkeepError } from '@graphkeep/core';
import type { RedisClient, RedisConnection } from '../redis/connection.ts';
import { LOG_EPOCH, LOG_KEY, LOG_STATE } from '../store/scripts.ts';
import { type Extent, extentOf, namedExtentOf } from './extent.ts';
import { formatPosition, isBefore, type Position, parsePosition, START } from './position.ts';

const BLOCK_MS = 1_000;
const ENTRIES_AT_ONCE = 1_000;
const LOOK_MS = 1_000;
const WATCH_MS = 250;
const RETRY_MS = 100;
const PACE_MS = 5;

export interface LogOptions {
  readonly connection: RedisConnection;
  readonly key: string;
  readonly origin: { readonly name: string };
  /** Without news for so long, what is held in the process is no longer believed. */
  readonly silenceMs: number;
  /** The server's time, as far as it is known. */
  serverNow(): number | undefined;
  onKey(key: string): void;
  onEpoch(key: string, state: string): void;
  /** Entries were lost: anything may have been changed. */
  onGap(): void;
  onFollowed(followed: boolean): void;
}

/** Reads what other processes wrote, from where it stood on; notices when there is a gap. */
export class LogFollower {
  gaps = 0;
  /** How old the last entries were when they were obeyed, by the server's clock. */
  lagMs = 0;
  readonly #options: LogOptions;
  readonly #client: RedisClient;
  readonly #stopped = new AbortController();
  readonly #watch: NodeJS.Timeout;
  readonly #waiting = new Set<() => void>();
  #position: Position | undefined;
  #extent: Extent | undefined;
  #lookedAt = 0;
  #newsAt = Number.NEGATIVE_INFINITY;
  #followed = false;

  constructor(options: LogOptions) {
    this.#options = options;
    this.#client = options.connection.dedicated();
    this.#watch = setInterval(() => {
      if (performance.now() - this.#newsAt > options.silenceMs - WATCH_MS) this.#believe(false);
    }, WATCH_MS);
    this.#watch.unref();
    void this.#run();
  }

  /** How many milliseconds of news may be missing here. */
  get silentMs(): number {
    return performance.now() - this.#newsAt;
  }

  get followed(): boolean {
    return this.#followed;
  }

  /** Resolves when all that stands in the log now has been obeyed here; throws when that takes too long. */
  async caughtUp(client: RedisClient, timeoutMs: number): Promise<void> {
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#stopped.signal]);
    let asked: Extent | undefined;
    while (asked === undefined || !this.#hasReached(asked)) {
      if (signal.aborted) {
        const message = `The log of invalidations was not read to its end within ${timeoutMs} ms.`;
        throw new GraphkeepError('timeout', message);
      }
      if (asked === undefined) {
        const extent = await extentOf(client, this.#options.key).catch(() => undefined);
        // One without a name is new: its readers are about to notice.
        if (extent !== undefined && extent.names.length > 0) asked = extent;
        else await delay(RETRY_MS, undefined, { ref: false });
      } else await this.#news(signal);
    }
  }

  #hasReached(asked: Extent): boolean {
    const { names = [] } = this.#extent ?? {};
    return (
      this.#position !== undefined && !isBefore(this.#position, asked.last) && isSame(asked.names, names)
    );
  }

  async #news(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const tell = (): void => resolve();
    this.#waiting.add(tell);
    signal.addEventListener('abort', tell, { once: true });
    await promise;
    this.#waiting.delete(tell);
    signal.removeEventListener('abort', tell);
  }

  stop(): void {
    this.#stopped.abort();
    clearInterval(this.#watch);
    this.#client.disconnect();
    this.#believe(false);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        if (this.#client.status !== 'ready') await once(this.#client, 'ready', { signal });
        await this.#follow();
      } catch {
        if (signal.aborted || this.#client.status !== 'ready') continue;
        // A dead connection must not be waited on twice.
        this.#client.disconnect(true);
        await delay(RETRY_MS, undefined, { signal, ref: false }).catch(() => {});
      }
    }
  }

  async #follow(): Promise<void> {
    let position = await this.#look();
    while (!this.#stopped.signal.aborted) {
      if (performance.now() - this.#lookedAt > LOOK_MS) position = await this.#look();
      const askedAt = performance.now();
      const [stream] =
        (await this.#client.xread(
          ...(['COUNT', ENTRIES_AT_ONCE, 'BLOCK', BLOCK_MS, 'STREAMS'] as const),
          this.#options.key,
          formatPosition(position),
        )) ?? [];
      for (const [id, fields] of stream?.[1] ?? []) {
        this.#obey(fields);
        position = parsePosition(id);
        this.lagMs = Math.max(0, (this.#options.serverNow() ?? position.ms) - position.ms);
      }
      this.#reached(position, askedAt);
      // Under load the next ones come many at a time, and Redis need not wake this reader for each of them.
      if (stream !== undefined) await delay(PACE_MS, undefined, { ref: false });
    }
  }

  /** Whether the log goes on where this process stands. */
  async #look(): Promise<Position> {
    const askedAt = performance.now();
    const extent = await namedExtentOf(this.#client, this.#options.key);
    this.#lookedAt = askedAt;
    const position = this.#position;
    const before = this.#extent;
    this.#extent = extent;
    if (position !== undefined && before !== undefined) {
      if (!isReplaced(extent, before, position) && !isTrimmed(extent, position)) return position;
      this.gaps += 1;
    }
    this.#options.onGap();
    this.#reached(extent.last, askedAt);
    return extent.last;
  }

  #reached(position: Position, askedAt: number): void {
    this.#position = position;
    this.#newsAt = askedAt;
    this.#believe(true);
    for (const resolve of this.#waiting) resolve();
  }

  #obey(fields: readonly string[]): void {
    const { origin } = this.#options;
    let epoch = '';
    for (let i = 0; i + 1 < fields.length; i += 2) {
      const field = fields[i] ?? '';
      const value = fields[i + 1] ?? '';
      if (field === LOG_STATE) {
        if (epoch !== '') this.#options.onEpoch(epoch, value);
      } else {
        const isOwn = field.endsWith(origin.name) && field.length === origin.name.length + 1;
        if (!isOwn && field.startsWith(LOG_KEY)) this.#options.onKey(value);
        epoch = !isOwn && field.startsWith(LOG_EPOCH) ? value : '';
      }
    }
  }

  #believe(followed: boolean): void {
    if (followed === this.#followed) return;
    this.#followed = followed;
    this.#options.onFollowed(followed);
  }
}

const isSame = (names: readonly string[], others: readonly string[]): boolean =>
  names.some((name) => others.includes(name));

const isReplaced = (extent: Extent, before: Extent, position: Position): boolean =>
  !isSame(extent.names, before.names) || isBefore(extent.last, position) || extent.added < before.added;

const isTrimmed = ({ first, last, trimmed }: Extent, position: Position): boolean =>
  trimmed && isBefore(position, last) && (first === START || isBefore(position, first));
