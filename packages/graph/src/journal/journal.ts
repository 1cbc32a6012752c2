import { AsyncLocalStorage } from 'node:async_hooks';
import { GraphkeepError } from '@graphkeep/core';
import type { Call, Engine } from '../engine/engine.ts';
import { own } from '../labels.ts';
import type { Leadership } from '../leader.ts';
import { quote } from '../statements/cypher.ts';
import { beginCursor, keepCursor, readCursor } from './cursors.ts';
import { type Bounds, entriesFrom, readBounds, readEntries } from './entries.ts';
import type { JournalPage } from './entry.ts';
import { type Relay, startRelay } from './relay.ts';
import { Tail } from './tail.ts';
import { type Keep, trimEntries } from './trim.ts';

export interface JournalOptions {
  /** Whether this process offers to number entries; of all that do, one does. @default true */
  readonly relay?: boolean;
  /** How long a relay that is dead or frozen holds the others off. @default 5 s */
  readonly leaseMs?: number;
  /** What is kept; the rest is trimmed once a minute. */
  readonly keep?: Partial<Keep>;
}

export interface ReadOptions {
  /** The cursor of the page before; 0 for the beginning. */
  readonly after: number;
  /** @default 100 */
  readonly limit?: number;
}

export interface FollowOptions {
  /** The cursor to go on from; what comes from now on, where it is left out. */
  readonly from?: number;
  readonly signal: AbortSignal;
  /** How many entries a page holds at most. @default 100 */
  readonly limit?: number;
}

/** What was changed, in order, for whoever must follow it. */
export interface Journal {
  read(options: ReadOptions): Promise<JournalPage>;
  /** Pages as they come, until the signal aborts. After a `reload` it goes on from the end. */
  follow(options: FollowOptions): AsyncIterable<JournalPage>;
  /** Removes what is older or more than is to be kept, and answers how many entries. */
  trim(keep?: Partial<Keep>): Promise<number>;
  status(): Promise<JournalStatus>;
  /** How far a consumer has come, by its name; nothing where it never began. */
  cursorOf(consumer: string): Promise<number | undefined>;
  /** Lets a consumer that never began begin with what comes from now on. */
  begin(consumer: string): Promise<void>;
  /** Keeps how far a consumer has come, where this process still leads. */
  keepCursor(consumer: string, cursor: number, leadership: Pick<Leadership, 'renew'>): Promise<void>;
  /** What a reader of the store must wait for, to see all that was told here. */
  bookmarks(): Promise<readonly string[]>;
}
export interface JournalStatus extends Bounds {
  /** Entries that were committed and have no number yet. */
  readonly pending: number;
  /** Why this process's relay cannot number, where it tries to. */
  readonly failure?: unknown;
}

interface OpenJournal extends Journal {
  /** Something was recorded, and will be committed soon. */
  recorded(): void;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;
const KEEP: Keep = { ageMs: 7 * DAY_MS, entries: 1_000_000 };
const TRIM_EVERY_MS = 60_000;
const IDLE_MS = 40;
const MAX_PAGE = 1_000;
const CALL_MS = 10_000;

const COUNT_PENDING = `MATCH (p:${quote(own.pending)}) RETURN count(p) AS pending`;

export const openJournal = (engine: Engine, now: () => Date, options: JournalOptions = {}): OpenJournal => {
  const { relay: offers = true, leaseMs = 5_000 } = options;
  const call = (): Call => ({ signal: AbortSignal.timeout(CALL_MS), timeoutMs: CALL_MS });
  let relay: Relay | undefined;
  const tail = new Tail({
    last: async () => (await readBounds(engine, call())).last,
    everyMs: IDLE_MS,
    isTold: () => relay?.leads === true,
  });
  const trim = (keep: Partial<Keep> = {}) =>
    trimEntries(engine, { ...KEEP, ...options.keep, ...keep }, now(), call());
  // What serves all must not run within the request, or the transaction, of whoever came first.
  const outside = AsyncLocalStorage.snapshot();
  let trimAt = performance.now() + TRIM_EVERY_MS;
  let closed = false;

  /** The relay begins with the first use: a store without a journal has none. */
  const used = (): void => {
    if (!offers || closed) return;
    relay ??= outside(() =>
      startRelay(engine, {
        leaseMs,
        idleMs: IDLE_MS,
        onNumbered: (last) => tail.reached(last),
        onIdle: async () => {
          if (performance.now() < trimAt) return;
          trimAt = performance.now() + TRIM_EVERY_MS;
          await trim();
        },
      }),
    );
  };

  const read = async ({ after, limit = 100 }: ReadOptions): Promise<JournalPage> => {
    used();
    assertCount('after', after, 0, Number.MAX_SAFE_INTEGER);
    assertCount('limit', limit, 1, MAX_PAGE);
    return readEntries(engine, after, limit, call());
  };

  /** What is known to be there, without a look at where the journal begins and ends; nothing where it is not. */
  const readKnown = async (after: number, limit: number): Promise<JournalPage | undefined> => {
    const count = Math.min(limit, tail.known - after);
    const entries = await entriesFrom(engine, after + 1, count, call());
    return entries.length > 0 ? { kind: 'entries', entries, cursor: after + entries.length } : undefined;
  };

  return {
    read,
    follow: async function* ({ from, signal, limit = 100 }) {
      let cursor = from ?? (await readBounds(engine, call())).last;
      while (!signal.aborted && !closed) {
        const page = (await readKnown(cursor, limit)) ?? (await read({ after: cursor, limit }));
        cursor = page.cursor;
        const isEmpty = page.kind === 'entries' && page.entries.length === 0;
        if (!isEmpty) yield page;
        const isFull = page.kind === 'entries' && page.entries.length === limit;
        if (isFull || (!isEmpty && tail.known > cursor)) continue;
        await tail.beyond(cursor, signal);
      }
    },
    trim,
    status: async () => {
      const bounds = await readBounds(engine, call());
      const { rows } = await engine.read(
        { text: COUNT_PENDING, params: {}, operation: 'journal.status' },
        call(),
      );
      const pending = Number(rows[0]?.[0] ?? 0);
      return { ...bounds, pending, ...(relay?.failure !== undefined && { failure: relay.failure }) };
    },
    begin: async (consumer) => {
      if ((await readCursor(engine, consumer, call())) !== undefined) return;
      const { last } = await readBounds(engine, call());
      await beginCursor(engine, consumer, last, call());
    },
    bookmarks: () => engine.exportBookmarks(undefined),
    cursorOf: (consumer) => readCursor(engine, consumer, call()),
    keepCursor: (consumer, cursor, leadership) => keepCursor(engine, consumer, cursor, leadership, call()),
    recorded: () => {
      used();
      relay?.wake();
    },
    close: async () => {
      closed = true;
      tail.close();
      await relay?.stop();
    },
  };
};

const assertCount = (field: string, value: number, min: number, max: number): void => {
  if (!Number.isSafeInteger(value) || value < min || value > max)
    throw new GraphkeepError('invalid_input', `${field} must be a whole number of ${min} to ${max}.`, {
      field,
    });
};
