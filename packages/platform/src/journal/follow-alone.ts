import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@graphkeep/core';
import type { Journal, JournalPage } from '@graphkeep/graph';

const PAUSE_MS = 1_000;

/** Hands to this process, for itself, what the journal tells from now on; where some of it was missed, a page of kind `reload`. */
export const followAlone = async (
  journal: Journal,
  handle: (page: JournalPage) => Promise<void>,
  signal: AbortSignal,
  log: Logger,
): Promise<void> => {
  for (let missed = false; !signal.aborted; missed = true) {
    try {
      if (missed) await handle({ kind: 'reload', cursor: 0 });
      for await (const page of journal.follow({ signal })) await handle(page);
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ err: error }, 'the journal could not be followed');
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
    }
  }
};
