import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@graphkeep/core';
import type { Journal, JournalPage, Leadership } from '@graphkeep/graph';

/** Whoever handles what the journal tells. */
export interface PageHandler {
  readonly name: string;
  handle(page: JournalPage): Promise<void>;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Hands the journal to a consumer, from where it was, for as long as this process leads. The cursor is kept after a page is
 * done with; a page that fails is handed out again.
 */
export const runConsumer = async (
  journal: Journal,
  { name, handle }: PageHandler,
  leadership: Leadership,
  log: Logger,
): Promise<void> => {
  const { signal } = leadership;
  let failures = 0;
  const follow = async (): Promise<void> => {
    const from = (await journal.cursorOf(name)) ?? 0;
    for await (const page of journal.follow({ from, signal })) {
      await handle(page);
      await journal.keepCursor(name, page.cursor, leadership);
      failures = 0;
    }
  };
  while (!signal.aborted) {
    try {
      await follow();
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      log.warn({ err: error, consumer: name, failures }, `${name} could not handle a page of the journal`);
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures) * (0.5 + Math.random() / 2);
      await sleep(pause, undefined, { signal }).catch(() => {});
    }
  }
};
