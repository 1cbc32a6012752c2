import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolStatistics, SqlEngine } from '../session.ts';
import { EmbeddedSession } from './embedded-session.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import type { WorkerOptions } from './protocol.ts';
import { Thread } from './thread.ts';
import { Turns } from './turns.ts';

/** So long may a statement run on that nobody waits for; then its thread is ended, and another one opens the folder. */
const STUCK_MS = 30_000;

/**
 * PostgreSQL in a thread of this process, opened at first use: one aggregate would hold up the event loop for as long as it takes.
 * It has one session, which its callers take in turns.
 */
export const openEmbedded = ({ folder }: WorkerOptions, stuckMs = STUCK_MS): SqlEngine => {
  const turns = new Turns();
  let lock: FolderLock | undefined;
  let running: Promise<Thread> | undefined;
  let replaced = 0;

  const start = async (): Promise<Thread> => {
    if (folder !== undefined) lock ??= await lockFolder(folder);
    return Thread.start({ folder: folder === undefined ? undefined : join(folder, 'database') });
  };
  const thread = async (): Promise<Thread> => {
    if ((await running?.catch(() => undefined))?.ended) running = undefined;
    running ??= start();
    running.catch(() => {
      running = undefined;
    });
    return running;
  };

  /** PGlite cannot be told to stop: the next caller waits until it has. What is in memory alone would die with its thread. */
  const recover = async (stuck: Thread): Promise<void> => {
    replaced += 1;
    const idle = stuck.idle().then(() => true);
    const stopped = folder === undefined ? await idle : await Promise.race([idle, after(stuckMs)]);
    if (stopped) await stuck.query('ROLLBACK', []).catch(() => undefined);
    else await stuck.kill();
  };

  return {
    kind: 'embedded',
    acquire: async (waitMs, signal) => {
      await turns.take(waitMs, signal);
      try {
        return new EmbeddedSession(await thread());
      } catch (error) {
        turns.give();
        throw error;
      }
    },
    release: async (session) => {
      if (!(session instanceof EmbeddedSession)) throw new TypeError('This session is of another engine.');
      if (session.usable) turns.give();
      else void recover(session.thread).finally(() => turns.give());
    },
    statistics: (): PoolStatistics => ({
      open: running === undefined ? 0 : 1,
      idle: turns.busy || running === undefined ? 0 : 1,
      waiting: turns.waiting,
      max: 1,
      acquired: turns.taken,
      replaced,
      waitedMs: turns.waitedMs,
    }),
    close: async () => {
      const opened = await running?.catch(() => undefined);
      await opened?.close();
      lock?.release();
      lock = undefined;
    },
  };
};

const after = (ms: number): Promise<false> => sleep(ms, false as const, { ref: false });
