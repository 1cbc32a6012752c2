import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { limits } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import { defineService, type Scoped } from '@graphkeep/platform';

type Journal = Scoped<Graph>['journal'];
export type Page = Awaited<ReturnType<Journal['read']>>;
type Entry = Extract<Page, { readonly kind: 'entries' }>['entries'][number];

/** What stands in memory for those who are up to date; whoever is further behind reads from the store. */
const RECENT = 2_000;
const PAGE = 200;
const AGAIN_MS = 1_000;

/** One reader of the journal for all live connections of a process. */
export class Hub {
  readonly #journal: Journal;
  /** Without a gap, up to the last one that was seen. */
  #recent: Entry[] = [];
  #waiting = new Set<() => void>();
  readonly #open = new Map<string, number>();
  #following: AbortController | undefined;
  readonly #closing = new AbortController();
  readonly #outside = AsyncLocalStorage.snapshot();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Aborts when the process stops. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Counts a connection of this caller; what it answers ends it. */
  enter(who: string): () => void {
    const open = this.#open.get(who) ?? 0;
    if (open >= limits.maxSubscriptions)
      throw new GraphkeepError(
        'limit_reached',
        `A key may have ${limits.maxSubscriptions} live connections: end one of them first.`,
      );
    this.#open.set(who, open + 1);
    if (!this.#following) this.#outside(() => void this.#follow());
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const rest = (this.#open.get(who) ?? 1) - 1;
      if (rest > 0) this.#open.set(who, rest);
      else this.#open.delete(who);
      if (this.#open.size === 0) this.#stop();
    };
  }

  /** Where the journal ends now. */
  async end(): Promise<number> {
    return (await this.#journal.status()).last;
  }

  /** What comes after a cursor, as soon as there is something; undefined when the signal aborts first. */
  async after(cursor: number, signal: AbortSignal): Promise<Page | undefined> {
    while (!signal.aborted) {
      const page = this.#known(cursor) ?? (await this.#journal.read({ after: cursor, limit: PAGE }));
      if (page.kind === 'reload' || page.entries.length > 0) return page;
      await this.#news(cursor, signal);
    }
    return undefined;
  }

  close(): void {
    this.#closing.abort();
    this.#stop();
  }

  #known(cursor: number): Page | undefined {
    const first = this.#recent[0]?.seq;
    const last = this.#recent.at(-1)?.seq;
    if (first === undefined || last === undefined || cursor < first - 1 || cursor > last) return undefined;
    const from = cursor - first + 1;
    const entries = this.#recent.slice(from, from + PAGE);
    return { kind: 'entries', entries, cursor: cursor + entries.length };
  }

  #news(cursor: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        signal.removeEventListener('abort', go);
        this.#waiting.delete(go);
        resolve();
      };
      if (signal.aborted || (this.#recent.at(-1)?.seq ?? 0) > cursor) return resolve();
      signal.addEventListener('abort', go, { once: true });
      this.#waiting.add(go);
    });
  }

  #stop(): void {
    this.#following?.abort();
    this.#following = undefined;
    this.#recent = [];
  }

  async #follow(): Promise<void> {
    const following = new AbortController();
    this.#following = following;
    const { signal } = following;
    let from: number | undefined;
    while (!signal.aborted) {
      try {
        for await (const page of this.#journal.follow({
          signal,
          limit: PAGE,
          ...(from !== undefined && { from }),
        })) {
          if (signal.aborted) return;
          from = page.cursor;
          this.#recent = page.kind === 'reload' ? [] : [...this.#recent, ...page.entries].slice(-RECENT);
          this.#wake();
        }
      } catch {
        // Whoever reads meanwhile is told what is wrong with the store; this goes on when it is back.
        await sleep(AGAIN_MS, undefined, { signal, ref: false }).catch(() => {});
        this.#wake();
      }
    }
  }

  #wake(): void {
    for (const go of this.#waiting) go();
  }
}

export const liveHub = defineService<Graph, Hub>({
  name: 'api.live',
  open: (system) => new Hub(system.journal),
  close: async (hub) => hub.close(),
});
