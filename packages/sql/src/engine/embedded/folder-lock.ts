import { randomUUID } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '@graphkeep/core';

/** Two processes on one folder lose data without a word, and PGlite itself lets them. */
export interface FolderLock {
  release(): void;
}

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process began, by the system: another one may get the same number. */
  readonly began: string | undefined;
  readonly id: string;
}

const BEAT_MS = 1_000;
/** An owner on another machine is judged by its beat alone. */
const SILENT_MS = 5_000;

export const lockFolder = async (folder: string): Promise<FolderLock> => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'owner.json');
  const me: Owner = { pid: process.pid, host: hostname(), began: beganAt(process.pid), id: randomUUID() };
  while (!tryLock(folder, file, me)) {
    const owner = ownerIn(file);
    if (owner !== undefined && (await isAlive(owner, file)))
      throw new StartError(
        `The data folder ${folder} is in use by process ${owner.pid}${owner.host === me.host ? '' : ` of ${owner.host}`}. Stop it, or set GRAPHKEEP_DATA to another folder.`,
      );
    takeAway(folder, file, owner);
  }
  const beat = setInterval(() => touch(file), BEAT_MS);
  beat.unref();
  return {
    release: () => {
      clearInterval(beat);
      if (ownerIn(file)?.id === me.id) rmSync(file, { force: true });
    },
  };
};

/** A link is made whole or not at all, and never in place of another. */
const tryLock = (folder: string, file: string, me: Owner): boolean => {
  const mine = join(folder, `owner-${me.id}.json`);
  writeFileSync(mine, JSON.stringify(me));
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
};

/** Of two processes that find the same dead owner one may be late, and hold the lock of the other in its hand: it is put back. */
const takeAway = (folder: string, file: string, dead: Owner | undefined): void => {
  const aside = join(folder, `owner-${randomUUID()}.json`);
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const taken = ownerIn(aside);
  if (taken !== undefined && taken.id !== dead?.id) {
    try {
      linkSync(aside, file);
    } catch {}
  }
  rmSync(aside, { force: true });
};

const isAlive = async (owner: Owner, file: string): Promise<boolean> => {
  if (owner.host === hostname()) return isRunning(owner.pid) && beganAt(owner.pid) === owner.began;
  const before = beatOf(file);
  for (const until = performance.now() + SILENT_MS; performance.now() < until; await sleep(BEAT_MS / 4))
    if (beatOf(file) !== before) return true;
  return false;
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Of Linux alone; elsewhere the number of a process must do. */
const beganAt = (pid: number): string | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in brackets and may hold anything, blanks as well.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
};

const ownerIn = (file: string): Owner | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
};

const beatOf = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.mtimeMs;

const touch = (file: string): void => {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {}
};
